use super::{draw, dressed, kept};
use crate::render::sanitize;

const FLOW: &str = "flowchart TD\n  A[Start] --> B{Works?}\n  B -->|yes| C[Ship]\n";

/// The picture as it stands in the page, where this process may draw.
fn picture(source: &str) -> Option<String> {
    Some(sanitize::clean(&dressed(&draw::draw(source)?, source, 1)?, ""))
}

#[test]
fn words_and_arrows_of_a_flowchart_are_drawn() {
    let svg = picture(FLOW).expect("drawn");
    for word in [">Start</text>", ">Works?</text>", ">yes</text>", ">Ship</text>"] {
        assert!(svg.contains(word), "{word} in {svg}");
    }
    let marker = svg.split_once("marker-end=\"url(#").and_then(|(_, rest)| rest.split_once(')')).expect("an arrow").0;
    assert!(svg.contains(&format!("<marker id=\"{marker}\"")), "{svg}");
    assert!(svg.starts_with("<svg role=\"img\" aria-label=\"Diagram\" width="), "{svg}");
}

#[test]
fn the_kinds_that_people_write_are_drawn() {
    for source in [
        "sequenceDiagram\n A->>B: hi\n loop daily\n B-->>A: yes\n end\n",
        "classDiagram\n Animal <|-- Duck\n Duck : +swim()\n",
        "stateDiagram-v2\n [*] --> Idle\n Idle --> [*]\n",
        "erDiagram\n CUSTOMER ||--o{ ORDER : places\n",
        "gantt\n dateFormat YYYY-MM-DD\n section One\n Design :2026-01-01, 10d\n",
        "sequenceDiagram\n par\n A->>B: hi\n and\n B->>A: ho\n end\n",
        "flowchart TD\n A[\"two\n lines\"] --> B\n",
        "pie title Pets\n \"Dogs\" : 3\n \"Cats\" : 1\n",
        "---\ntitle: With a title\n---\nflowchart LR\n A --> B\n",
        "%%{init: {\"theme\": \"dark\"}}%%\n%% a remark\ngraph LR;\n A --> B;\n",
    ] {
        assert!(picture(source).is_some_and(|svg| svg.contains("<text")), "{source}");
    }
    for source in ["", "hello", "flowchart TD\n A -->", "radar-beta\n axis a\n"] {
        assert_eq!(picture(source), None, "{source}");
    }
}

#[test]
fn a_picture_is_as_wide_as_the_labels_beside_its_lines() {
    let svg = picture("flowchart TD\n a -->|a label that is wider than all else| b\n").expect("drawn");
    let view = svg.split_once("viewBox=\"").expect("a view").1.split_once('"').expect("it ends").0;
    assert!(view.starts_with('-'), "{view}");
}

#[test]
fn only_what_says_how_something_looks_is_left_out() {
    let map = picture("mindmap\n  root((Page))\n    style guide\n    click rate\n").expect("drawn");
    assert!(map.contains("style guide") && map.contains("click rate"), "{map}");
    let flow = picture("flowchart TD\n A --> B\n style guide\n").expect("drawn");
    assert!(!flow.contains("guide"), "{flow}");
}

#[test]
fn nothing_in_a_picture_runs_loads_or_leads_anywhere() {
    for line in [
        "A[\"<script>alert(1)</script><img src=x onerror=alert(1)>\"]",
        "click A href \"javascript:alert(1)\"",
        " click A \"https://elsewhere.example/\"",
        "style A fill:url(https://elsewhere.example/x),stroke:red",
        "classDef hot background:url(https://elsewhere.example/x)\n class A hot",
        "A@{ img: \"https://elsewhere.example/x.png\", label: \"L\" }",
        "A[\"`[a](javascript:alert(1))`\"]",
    ] {
        let Some(svg) = picture(&format!("flowchart TD\n A --> B\n {line}\n")) else { continue };
        for wrong in ["<script", "<img", "<image", "<a ", "onerror=", "href=", "url(http", "elsewhere", "style="] {
            assert!(!svg.contains(wrong), "{wrong} of {line} in {svg}");
        }
    }
}

#[test]
fn colours_are_those_of_the_page() {
    let source = "stateDiagram-v2\n [*] --> X\n note right of X\n hello\n end note\n";
    let svg = picture(source).expect("drawn");
    for attribute in [" fill=\"", " stroke=\""] {
        for (_, rest) in svg.match_indices(attribute).map(|(at, _)| svg.split_at(at + attribute.len())) {
            assert!(rest.starts_with("none\"") || rest.starts_with("var(--"), "{rest:.40}");
        }
    }
    assert_eq!(kept("rect", "fill", "url(#x)").as_deref(), Some("var(--diagram-group)"));
    // White words on a bar.
    assert_eq!(kept("rect", "fill", "#8a90dd").as_deref(), Some("var(--diagram-line)"));
    assert_eq!(kept("text", "fill", "#fff").as_deref(), Some("var(--diagram-ground)"));
    // Dark words on a note, and on what an author has coloured.
    for below in ["#FFF5AD", "rgb(1,2,3)", "Purple"] {
        assert_eq!(kept("rect", "fill", below).as_deref(), Some("var(--diagram-group)"));
    }
    assert_eq!(kept("text", "fill", "#333").as_deref(), Some("var(--ink)"));
    assert_eq!(kept("path", "marker-end", "url(https://elsewhere.example/#x)"), None);
    assert_eq!(kept("image", "href", "https://elsewhere.example/x"), None);
}

#[test]
fn a_picture_of_no_modest_size_is_refused() {
    assert_eq!(dressed("<svg viewBox=\"0 0 1 1e9\"></svg>", "", 1), None);
    assert_eq!(dressed("<svg viewBox=\"0 0 NaN 10\"></svg>", "", 1), None);
    assert_eq!(dressed("<svg></svg>", "", 1), None);
}
