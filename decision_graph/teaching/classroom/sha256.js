/* sha256.js: SHA-256 of bytes (FIPS 180-4). The browser's own is missing where a page comes from a plain
   address of a school's network.

     DecisionGraph.sha256(bytes)    a Uint8Array of 32 */

DecisionGraph.sha256 = (function () {
  "use strict";
  var K = [], FIRST = [];

  /* The first 32 bits of the fractional parts of the roots of the first primes. */
  (function () {
    function fraction(root) { return Math.floor((root - Math.floor(root)) * 4294967296) | 0; }
    for (var n = 2; K.length < 64; n++) {
      var prime = true;
      for (var k = 2; k * k <= n; k++) if (n % k === 0) prime = false;
      if (!prime) continue;
      if (FIRST.length < 8) FIRST.push(fraction(Math.sqrt(n)));
      K.push(fraction(Math.cbrt(n)));
    }
  })();

  function turned(x, n) { return (x >>> n) | (x << (32 - n)); }

  function block(h, w) {
    var a = h.slice(), t;
    for (t = 16; t < 64; t++) {
      var x = w[t - 15], y = w[t - 2];
      w[t] = (w[t - 16] + w[t - 7] + (turned(x, 7) ^ turned(x, 18) ^ (x >>> 3)) +
        (turned(y, 17) ^ turned(y, 19) ^ (y >>> 10))) | 0;
    }
    for (t = 0; t < 64; t++) {
      var e = a[4], b = a[0];
      var one = (a[7] + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & a[5]) ^ (~e & a[6])) + K[t] + w[t]) | 0;
      var two = ((turned(b, 2) ^ turned(b, 13) ^ turned(b, 22)) + ((b & a[1]) ^ (b & a[2]) ^ (a[1] & a[2]))) | 0;
      a = [(one + two) | 0, b, a[1], a[2], (a[3] + one) | 0, e, a[5], a[6]];
    }
    return h.map((word, k) => (word + a[k]) | 0);
  }

  return function (bytes) {
    var blocks = Math.ceil((bytes.length + 9) / 64), padded = new Uint8Array(blocks * 64), h = FIRST;
    padded.set(bytes);
    padded[bytes.length] = 128;
    var view = new DataView(padded.buffer);
    view.setUint32(padded.length - 8, Math.floor(bytes.length / 536870912));
    view.setUint32(padded.length - 4, bytes.length << 3);
    for (var at = 0; at < padded.length; at += 64) {
      var w = new Array(64);
      for (var t = 0; t < 16; t++) w[t] = view.getInt32(at + 4 * t);
      h = block(h, w);
    }
    var found = new DataView(new ArrayBuffer(32));
    h.forEach((word, k) => found.setInt32(4 * k, word));
    return new Uint8Array(found.buffer);
  };
})();
