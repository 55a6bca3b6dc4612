/* dom.js: elements made of plain text. Nothing that comes from a guideline is ever read as markup. */

DecisionGraph.dom = (function () {
  "use strict";
  var SVG = "http://www.w3.org/2000/svg";

  function fill(made, attributes, children) {
    Object.keys(attributes || {}).forEach(function (name) {
      var value = attributes[name];
      if (value === null || value === undefined || value === false) return;
      if (name === "on") Object.keys(value).forEach((event) => made.addEventListener(event, value[event]));
      else made.setAttribute(name, value === true ? "" : String(value));
    });
    (function add(child) {
      if (Array.isArray(child)) child.forEach(add);
      else if (child !== null && child !== undefined && child !== false)
        made.appendChild(child.nodeType ? child : document.createTextNode(String(child)));
    })(children);
    return made;
  }

  /* h("p", {class: "x", on: {click: f}}, ["text", element, null]) */
  function h(tag, attributes, children) {
    return fill(document.createElement(tag), attributes, children);
  }

  function svg(tag, attributes, children) {
    return fill(document.createElementNS(SVG, tag), attributes, children);
  }

  function button(words, press, attributes) {
    return h("button", Object.assign({ type: "button", on: { click: press } }, attributes), words);
  }

  /* Put other children into an element; the keyboard stays on the element with the same id, if there is one. */
  function replace(place, children) {
    var held = place.contains(document.activeElement) ? document.activeElement.id : "";
    while (place.firstChild) place.removeChild(place.firstChild);
    fill(place, {}, children);
    var again = held && document.getElementById(held);
    if (again) again.focus({ preventScroll: true });
    return Boolean(again);
  }

  /* How much of the page is there: see main.js. */
  function ready(what) {
    document.documentElement.setAttribute("data-ready", what);
  }

  return { ready: ready, h: h, svg: svg, button: button, replace: replace };
})();
