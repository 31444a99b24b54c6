//! Every form in which a visitor can get the contents of a share.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;

use super::Server;
use super::people::api;

/// Everything that a visitor can get of a share, by its address.
pub fn everything(server: &Server, share: &Value) -> Vec<(String, Vec<u8>)> {
    let (api, uuid) = (api(share), share["uuid"].as_str().expect("a uuid"));
    let mut paths: Vec<String> = ["", "?render=html", "?render=page"].map(|query| format!("{api}{query}")).to_vec();
    paths.extend(["markdown", "json", "html", "messages"].map(|format| format!("{api}/export?format={format}")));
    paths.extend([format!("/shared/chats/{uuid}"), format!("/shared/chats/{uuid}/preview.png")]);
    let read = server.get(&api).good();
    let parts = read["chatMessages"].as_array().into_iter().flatten().flat_map(|message| message["parts"].as_array());
    let digests = parts.flatten().filter_map(|part| part["sha256"].as_str().map(str::to_owned));
    paths.extend(digests.map(|digest| format!("{api}/attachments/{digest}")));
    let get = |path: String| {
        let answer = server.get(&path);
        assert_eq!(answer.status, 200, "{path}");
        let mut bytes = answer.body;
        bytes.extend(answer.headers.iter().flat_map(|(name, value)| format!("\n{name}: {value}").into_bytes()));
        // Files stand in exports as base64.
        for data in String::from_utf8_lossy(&bytes.clone()).split(['"', ',']).filter(|text| text.len() > 16) {
            bytes.extend(BASE64_STANDARD.decode(data).unwrap_or_default());
        }
        (path, bytes)
    };
    paths.into_iter().map(get).collect()
}

/// That no piece of a secret can be read there; JSON and HTML escape some of its characters.
#[track_caller]
pub fn is_nowhere(forms: &[(String, Vec<u8>)], secret: &str) {
    let pieces: Vec<&str> =
        secret.split(['\n', '"', '&', '<', '/', '+', '=', ' ']).filter(|piece| piece.len() >= 8).collect();
    for (path, bytes) in forms {
        let text = String::from_utf8_lossy(bytes);
        for piece in &pieces {
            assert!(!text.contains(piece), "{piece} of {secret} in {path}");
        }
    }
}
