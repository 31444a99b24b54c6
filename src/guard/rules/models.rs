//! Keys of those who run language models, speech and search for them.

use super::{Rule, key, token};

pub const RULES: &[Rule] = &[
    // https://platform.openai.com/docs/api-reference/authentication
    key(
        "OpenAI API key",
        &["sk-proj-", "sk-svcacct-", "sk-admin-", "sk-none-"],
        r"sk-(?:proj|svcacct|admin|None)-[\w-]{20,}",
    ),
    // Older ones, and those of many services that speak OpenAI's protocol: DeepSeek, Moonshot, Qwen, LiteLLM.
    key("Secret key (sk-)", &["sk-"], r"sk-[A-Za-z0-9]{20,}"),
    // https://docs.claude.com/en/api/overview
    key("Anthropic API key", &["sk-ant-"], r"sk-ant-(?:api|admin)\d\d-[\w-]{20,}"),
    // As Claude Code keeps them.
    token("Anthropic access token", &["sk-ant-"], r"sk-ant-(?:oat|ort|sid|usr)\d\d-[\w-]{20,}"),
    // https://openrouter.ai/docs/api/reference/authentication
    key("OpenRouter API key", &["sk-or-"], r"sk-or-v\d-[0-9a-f]{32,}"),
    // https://ai.google.dev/gemini-api/docs/api-key
    key("Google API key", &["aiza"], r"AIza[\w-]{35}"),
    // https://huggingface.co/docs/hub/security-tokens
    key("Hugging Face token", &["hf_", "api_org_"], r"(?:hf_|api_org_)[A-Za-z0-9]{30,40}"),
    // https://replicate.com/docs/topics/security/api-tokens
    key("Replicate API token", &["r8_"], r"r8_[A-Za-z0-9]{37}"),
    // https://console.groq.com/docs/quickstart
    key("Groq API key", &["gsk_"], r"gsk_[A-Za-z0-9]{40,60}"),
    // https://docs.x.ai/docs/tutorial
    key("xAI API key", &["xai-"], r"xai-[A-Za-z0-9]{60,100}"),
    // https://docs.perplexity.ai/guides/getting-started
    key("Perplexity API key", &["pplx-"], r"pplx-[A-Za-z0-9]{40,64}"),
    // https://docs.nvidia.com/nim/
    key("NVIDIA API key", &["nvapi-"], r"nvapi-[\w-]{60,70}"),
    key("Cerebras API key", &["csk-"], r"csk-[a-z0-9]{40,60}"),
    key("Fireworks API key", &["fw_"], r"fw_[A-Za-z0-9]{20,40}"),
    // https://elevenlabs.io/docs/api-reference/authentication
    key("ElevenLabs API key", &["sk_"], r"sk_[0-9a-f]{48}"),
    // https://docs.smith.langchain.com/administration/how_to_guides/organization_management/create_account_api_key
    key("LangSmith API key", &["lsv2_"], r"lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}"),
    key("Pinecone API key", &["pcsk_"], r"pcsk_[A-Za-z0-9]{5,8}_[A-Za-z0-9]{50,70}"),
    key("Tavily API key", &["tvly-"], r"tvly-(?:dev-|prod-)?[\w-]{20,64}"),
    key("Firecrawl API key", &["fc-"], r"fc-[0-9a-f]{32}"),
];
