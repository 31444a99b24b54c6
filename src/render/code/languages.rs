//! The languages of code blocks, by the names that models and people write behind a fence.

use std::sync::LazyLock;

use syntect::parsing::{SyntaxReference, SyntaxSet};

/// The grammars of bat, with those of the languages that Sublime Text has none for. Read when the first
/// block of code is shown.
pub static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

pub struct Language<'a> {
    /// Its name as readers know it.
    pub label: &'a str,
    /// How it is read; `None` where nobody has described it.
    pub grammar: Option<&'static SyntaxReference>,
}

/// Names as readers know them, and the names in small letters that stand for each, of which the
/// grammars know some.
const NAMES: &[(&str, &str)] = &[
    ("Assembly", "asm assembly nasm masm x86asm armasm s gas mips riscv"),
    ("Batch", "bat batch cmd dos"),
    ("C", "c h"),
    ("C#", "cs csharp c# dotnet"),
    ("C++", "c++ cpp cc cxx hpp hh h++ arduino ino"),
    ("Caddyfile", "caddy caddyfile"),
    ("Clojure", "clojure clj cljs cljc edn"),
    ("CMake", "cmake"),
    ("Console", "console shell-session shellsession terminal"),
    ("CSS", "css"),
    ("CSV", "csv tsv"),
    ("CUDA", "cuda cu"),
    ("Dart", "dart flutter"),
    ("Diff", "diff patch udiff"),
    ("Dockerfile", "dockerfile docker containerfile"),
    ("Elixir", "elixir ex exs"),
    ("Elm", "elm purescript"),
    ("Emacs Lisp", "elisp emacs-lisp emacs"),
    ("Environment", "env dotenv"),
    ("Erlang", "erlang erl"),
    ("F#", "fsharp f# fs fsx"),
    ("Fortran", "fortran f90 f95 f03 f08 f77"),
    ("Go", "go golang"),
    ("GraphQL", "graphql gql"),
    ("Groovy", "groovy gradle jenkinsfile"),
    ("Haskell", "haskell hs"),
    ("HCL", "hcl terraform tf tfvars"),
    ("HTML", "html htm xhtml html5 jinja jinja2 django handlebars hbs erb ejs twig blade cshtml razor"),
    ("HTTP", "http https"),
    ("INI", "ini cfg conf config properties editorconfig systemd service desktop"),
    ("Java", "java"),
    ("JavaScript", "javascript js mjs cjs node nodejs ecmascript"),
    ("JSON", "json jsonc json5 jsonl ndjson geojson webmanifest ipynb jsonld json-ld"),
    ("JSX", "jsx react"),
    ("Julia", "julia jl"),
    ("Kotlin", "kotlin kt kts"),
    ("LaTeX", "latex tex bibtex sty katex"),
    ("Less", "less"),
    ("Lisp", "lisp common-lisp commonlisp cl"),
    ("Lua", "lua luau"),
    ("Makefile", "makefile make mk gnumakefile just justfile"),
    ("Markdown", "markdown md mdx mkd"),
    ("MATLAB", "matlab octave"),
    ("Mermaid", "mermaid"),
    ("nginx", "nginx nginxconf"),
    ("Nix", "nix"),
    ("Objective-C", "objective-c objectivec objc obj-c m mm"),
    ("OCaml", "ocaml ml mli reasonml"),
    ("Perl", "perl pl pm"),
    ("PHP", "php php5 php7 php8 phtml"),
    ("PowerShell", "powershell ps1 ps pwsh psm1 posh"),
    ("Prisma", "prisma"),
    ("Protocol Buffers", "proto protobuf proto3"),
    ("Python", "python py python3 python2 py3 pyi pycon ipython sage starlark bazel pyodide"),
    ("R", "r rscript rlang splus"),
    ("Ruby", "ruby rb rake gemfile rails crystal cr"),
    ("Rust", "rust rs"),
    ("Sass", "sass"),
    ("Scala", "scala sc sbt"),
    ("Scheme", "scheme scm racket rkt"),
    ("SCSS", "scss"),
    ("Shader", "glsl hlsl wgsl shader metal"),
    ("Shell", "shell sh bash zsh ksh fish ash dash shellscript shell-script"),
    ("Solidity", "solidity sol"),
    ("SQL", "sql mysql postgresql postgres psql pgsql plsql tsql sqlite sqlite3 mariadb bigquery duckdb"),
    ("SVG", "svg"),
    ("Svelte", "svelte astro"),
    ("Swift", "swift swiftui"),
    ("Text", "text txt plain plaintext plain-text none output log"),
    ("TOML", "toml cargo-toml"),
    ("TSX", "tsx"),
    ("TypeScript", "typescript ts mts cts deno angular"),
    ("Vim script", "vim viml vimscript"),
    ("Visual Basic", "vb vbnet vb.net vba vbs vbscript visual-basic"),
    ("Vue", "vue"),
    ("XML", "xml xsd xsl xslt rss atom plist xaml csproj pom wsdl"),
    ("YAML", "yaml yml"),
    ("Zig", "zig"),
];

/// The language of that name, however it is capitalised.
pub fn find(name: &str) -> Language<'_> {
    let small = name.to_ascii_lowercase();
    match NAMES.iter().find(|(_, names)| names.split(' ').any(|known| known == small)) {
        Some((label, names)) => {
            Language { label, grammar: grammar(&small).or_else(|| names.split(' ').find_map(grammar)) }
        }
        None => Language { label: name, grammar: grammar(&small) },
    }
}

fn grammar(name: &str) -> Option<&'static SyntaxReference> {
    // Nothing in plain text is told apart.
    GRAMMARS.find_syntax_by_token(name).filter(|grammar| grammar.name != "Plain Text")
}
