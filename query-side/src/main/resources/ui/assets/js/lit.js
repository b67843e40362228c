// The one place that knows which library makes elements of templates, and where it lies.
export { html, svg, nothing, render } from '/ui/assets/lit-html/lit-html.js';
export { repeat } from '/ui/assets/lit-html/directives/repeat.js';
