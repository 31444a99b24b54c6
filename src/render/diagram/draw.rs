//! Draws a diagram; only for the process that [`super::process`] starts.

use std::borrow::Cow;

use mermaid_svg::Theme;

use super::mend;

/// What is drawn. The other kinds are rare, and draw sources of a few bytes without end.
const KINDS: &[&str] = &[
    "flowchart",
    "graph",
    "sequenceDiagram",
    "classDiagram",
    "classDiagram-v2",
    "stateDiagram",
    "stateDiagram-v2",
    "erDiagram",
    "gantt",
    "gitGraph",
    "journey",
    "mindmap",
    "pie",
    "quadrantChart",
    "timeline",
    "xychart-beta",
];

/// Lines of some kinds that only say how something looks or where it leads. The page has its own colours, which can be read
/// in the dark, too, and nothing in a diagram is a link.
const LOOKS: &[&str] = &["classDef", "click", "linkStyle", "style"];
/// In others, such a line begins with words of the diagram.
const KINDS_WITH_LOOKS: &[&str] =
    &["flowchart", "graph", "classDiagram", "classDiagram-v2", "stateDiagram", "stateDiagram-v2", "erDiagram"];

/// The picture, as SVG.
pub fn draw(source: &str) -> Option<String> {
    let source = without_settings(source);
    let kind = source.split_ascii_whitespace().next()?.trim_end_matches([':', ';']);
    KINDS.contains(&kind).then_some(())?;
    let has_looks = KINDS_WITH_LOOKS.contains(&kind);
    let lines = source.lines().filter(|line| !(has_looks && is_look(line))).map(|line| mend::line(kind, line));
    let source = lines.collect::<Vec<_>>().join("\n");
    let render = |source: &str| mermaid_svg::render_with(source, &theme()).ok();
    let picture = render(&source).or_else(|| render(&mend::words_in_one_line(&source)))?;
    Some(mend::picture(kind, picture))
}

/// Without the title's front matter, and without comments and directives, which may choose other colours and fonts.
fn without_settings(source: &str) -> String {
    let source = source.trim_start();
    let front = source.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---"));
    let mut rest = front.map_or(source, |(_, body)| body);
    let mut kept = String::with_capacity(rest.len());
    while let Some((before, directive)) = rest.split_once("%%{") {
        kept.push_str(before);
        rest = directive.split_once("}%%").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept.lines().filter(|line| !line.trim_start().starts_with("%%")).collect::<Vec<_>>().join("\n")
}

fn is_look(line: &str) -> bool {
    line.split_ascii_whitespace().next().is_some_and(|word| LOOKS.contains(&word))
}

/// In colours of the page (`assets/reading/diagram.css`).
fn theme() -> Theme {
    const fn own(name: &'static str) -> Cow<'static, str> {
        Cow::Borrowed(name)
    }
    const LINE: Cow<'static, str> = own("var(--diagram-line)");
    const BOX: Cow<'static, str> = own("var(--diagram-box)");
    const EDGE: Cow<'static, str> = own("var(--diagram-edge)");
    const GROUND: Cow<'static, str> = own("var(--diagram-ground)");
    const GROUP: Cow<'static, str> = own("var(--diagram-group)");
    const SERIES: [Cow<'static, str>; 8] = [
        own("var(--diagram-1)"),
        own("var(--diagram-2)"),
        own("var(--diagram-3)"),
        own("var(--diagram-4)"),
        own("var(--diagram-5)"),
        own("var(--diagram-6)"),
        own("var(--diagram-7)"),
        own("var(--diagram-8)"),
    ];
    let series = || Cow::Owned(SERIES.to_vec());
    Theme {
        fg: own("var(--ink)"),
        fg_muted: own("var(--ink-soft)"),
        bg: GROUND,
        actor_fill: BOX,
        actor_stroke: EDGE,
        lifeline: LINE,
        arrow_stroke: LINE,
        note_fill: GROUP,
        note_stroke: LINE,
        activation_fill: GROUP,
        activation_stroke: EDGE,
        frame_label_fill: GROUP,
        flow_node_fill: BOX,
        flow_node_stroke: EDGE,
        flow_edge_stroke: LINE,
        flow_label_bg: GROUND,
        flow_cluster_fill: GROUP,
        flow_cluster_stroke: LINE,
        cscale_palette: series(),
        pie_palette: series(),
        git_palette: series(),
        xychart_palette: series(),
        pie_stroke: Some(GROUND),
        quadrant_default_fills: [BOX, GROUP, BOX, GROUP],
        ..Theme::default_theme()
    }
}
