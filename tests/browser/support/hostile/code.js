// Code and formulas: what a fence says of itself, markup within each language, and TeX that is a program.

const run = "owned='WORD'";
const markup = `</code></pre></span></article><script>${run}</script><img src=x onerror="${run}">`;

const infos = [
  `"><script>${run}</script>`,
  `js" onclick="${run}`,
  `js' onmouseover='${run}`,
  `</figcaption></figure><img src=x onerror=${run}>`,
  `&quot;&gt;&lt;img src=x onerror=${run}&gt;`,
  `html onload=${run} {.message #main style="position:fixed"}`,
  `{=html}`,
  `{.js onclick="${run}"}`,
  `../../../etc/passwd`,
  `__proto__`,
  `constructor`,
  `message bar notice`,
  `rust,ignore title="WORD"`,
  `js\u202e\u2066tpircs`,
  `\u0000\u0001js`,
  `${"a".repeat(5000)}`,
  `${"<b>".repeat(500)}`,
  `mermaid`,
  `math`,
  `latex`,
  `svg`,
  `data:text/html`,
  `javascript:${run}`,
  `c++`, `c#`, `f#`, `objective-c`, `JavaScript React`, `.NET`, `\\\\`, `\``,
];

const fences = infos.flatMap((info) => [
  // An info string behind backquotes has none itself.
  info.includes("`") ? null : [`a fence called ${info.slice(0, 60)}`, `\`\`\`${info}\nWORD ${markup}\n\`\`\``],
  [`a fence of tildes called ${info.slice(0, 60)}`, `~~~ ${info}\n${markup} WORD`],
]).filter(Boolean);

const languages = `bash c cpp csharp css dart diff dockerfile elixir erlang fish go graphql haskell html ini java javascript json
  json5 jsx julia kotlin latex lua makefile markdown mermaid nginx nix objective-c ocaml perl php powershell protobuf python r
  ruby rust scala scss sql svelte swift terraform text toml tsx typescript vb vim vue xml yaml zig`.split(/\s+/);

const bodies = [
  markup,
  `<!-- ${markup} -->`,
  `"${markup}\\`,
  `/* ${markup}`,
  `<svg onload="${run}"><style>${markup}</style>`,
  `# ${markup}\n'''\n${markup}`,
  `<?php echo "${markup}" ?>\n<% ${markup} %>\n{{ ${markup} }}`,
  `<script>${run}//</script>\n<![CDATA[${markup}]]>`,
];

const highlighted = languages.map((language, i) => [`markup in ${language}`, `\`\`\`${language}\nWORD\n${bodies[i % bodies.length]}\nx\n\`\`\``]);

const tex = [
  ["a link to a script", `\\href{javascript:${run}}{\\text{WORD}}`],
  ["an address to a script", `\\url{javascript:${run}} \\text{WORD}`],
  ["a class", `\\class{message bar notice}{\\text{WORD}}`],
  ["an id", `\\cssId{main}{\\text{WORD}}`],
  ["a style", `\\style{position:fixed;inset:0}{\\text{WORD}}`],
  ["attributes", `\\htmlClass{bar}{\\htmlId{main}{\\htmlStyle{position:fixed}{\\htmlData{author=user}{\\text{WORD}}}}}`],
  ["a picture", `\\includegraphics[width=99cm]{https://evil.example/WORD.png} \\text{WORD}`],
  ["a character of markup", `\\unicode{x3c}\\unicode[font]{60} \\char"3C \\text{WORD}`],
  ["text of markup", `\\text{<img src=x onerror="${run}">WORD</mtext></math><script>${run}</script>}`],
  ["letters of markup", `<img src=x onerror=${run}> & \\lt script > \\text{WORD}`],
  ["an action", `\\mmlToken{mi}[href="javascript:${run}"]{WORD} \\toggle{a}{b}\\endtoggle \\text{WORD}`],
  ["a macro without end", `\\def\\x{\\x\\x}\\x \\text{WORD}`],
  ["macros that double", `${"abcdefghijklmno".split("").map((c, i, all) => `\\def\\${c}${c}{${i === 0 ? "x" : `\\${all[i - 1]}${all[i - 1]}`.repeat(10)}}`).join("")}\\oo \\text{WORD}`],
  ["a new command without end", `\\newcommand{\\y}[1]{\\y{#1}\\y{#1}}\\y{z} \\text{WORD}`],
  ["a renewed command", `\\renewcommand{\\frac}{\\frac}\\let\\sqrt\\sqrt \\frac12 \\text{WORD}`],
  ["an input", `\\input{/etc/passwd} \\write18{touch WORD} \\openin5=/etc/passwd \\catcode\`\\<=13`],
  ["a required extension", `\\require{html} \\href{https://evil.example}{\\text{WORD}}`],
  ["huge space", `\\hspace{99999em}\\text{WORD}\\vspace{-9999em}\\rule{9999em}{9999em}`],
  ["negative space", `\\kern-9999em \\mkern-9999mu \\hskip-99cm \\text{WORD}\\!\\!\\!`],
  ["raised", `\\raisebox{9999em}{WORD} \\lower9999em\\hbox{x} \\smash{y} \\llap{${"z".repeat(300)}} \\rlap{x}`],
  ["overlaps", `\\mathllap{\\text{${"covering ".repeat(80)}}} \\mathclap{x} \\text{WORD}`],
  ["a phantom", `\\phantom{\\text{hidden}} \\vphantom{\\rule{1em}{9999em}} \\text{WORD}`],
  ["huge letters", `\\Huge\\Huge{\\text{WORD}} \\fontsize{999}{999} x \\scalebox{99}{y}`],
  ["tall stacks", `${"\\overset{a}{\\underset{b}{".repeat(60)}\\text{WORD}${"}}".repeat(60)}`],
  ["deep indices", `${"x^{".repeat(300)}\\text{WORD}${"}".repeat(300)}`],
  ["deep fractions", `${"\\frac{1}{".repeat(90)}\\text{WORD}${"}".repeat(90)}`],
  ["a tall matrix", `\\begin{pmatrix}${"a & b \\\\ ".repeat(500)}\\text{WORD}\\end{pmatrix}`],
  ["a wide matrix", `\\begin{matrix}${"a & ".repeat(500)}\\text{WORD}\\end{matrix}`],
  ["big brackets", `\\left(\\left[\\left\\{${"\\Biggl(".repeat(200)}\\text{WORD}`],
  ["unbalanced", `}}}\\end{x}\\right)\\text{WORD}{{{\\begin{y}\\left(`],
  ["boxes", `\\boxed{\\fbox{\\colorbox{red}{\\color{white}\\text{WORD}}}} \\cancel{x} \\enclose{circle}[mathbackground="url(https://evil.example)"]{y}`],
  ["a tag and a reference", `\\tag{"><img src=x onerror=${run}>}\\label{main}\\ref{main}\\eqref{m-1} \\text{WORD}`],
  ["an override", `\\text{\u202e\u2067WORD} x`],
  ["long without a break", `${"x+".repeat(3000)}\\text{WORD}`],
];

const wraps = [
  (source) => `$${source}$`,
  (source) => `Here:\n\n$$\n${source}\n$$\n\nWORD`,
  (source) => `\\(${source}\\)`,
  (source) => `\\[\n${source}\n\\]`,
  (source) => `\`\`\`math\n${source}\n\`\`\``,
];

const formulas = tex.flatMap(([name, source], i) => [0, 1].map((turn) => [`a formula with ${name}, ${turn + 1}`, wraps[(i + turn * 2) % wraps.length](source)]));

export const code = [...fences, ...highlighted, ...formulas];
