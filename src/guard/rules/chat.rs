//! Keys of chats, and of those who send mail and messages for others.

use super::super::checks::entropy;
use super::{Rule, key, token};

pub const RULES: &[Rule] = &[
    // https://docs.slack.dev/authentication/tokens
    token(
        "Slack token",
        &["xoxb-", "xoxp-", "xoxa-", "xoxo-", "xoxr-", "xoxs-", "xoxe-", "xoxc-", "xoxd-", "xoxe."],
        r"xox[abcdeoprs][-.][\w%-]{10,}(?:[.-][\w%-]+){0,6}",
    ),
    token("Slack app token", &["xapp-", "xwfp-"], r"(?:xapp|xwfp)-[\w-]{20,}"),
    // https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
    key(
        "Slack webhook",
        &["hooks.slack.com/"],
        r"hooks\.slack\.com/(?:services|workflows|triggers)/([A-Za-z0-9/]{20,120})",
    ),
    key(
        "Microsoft Teams webhook",
        &["webhook.office.com/", "outlook.office.com/webhook"],
        r"(?:webhook\.office\.com/webhookb2|outlook\.office\.com/webhook)/([\w@/-]{60,})",
    ),
    // https://discord.com/developers/docs/reference#authentication : the id, the time and a signature.
    Rule {
        check: |token| entropy(token) > 4.0,
        ..token("Discord bot token", &[], r"[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,45}")
    },
    key(
        "Discord webhook",
        &["discord.com/api/", "discordapp.com/api/"],
        r"discord(?:app)?\.com/api/(?:v\d+/)?webhooks/\d{17,20}/([\w-]{60,80})",
    ),
    // https://core.telegram.org/bots/api#authorizing-your-bot
    Rule { lead: 12, ..token("Telegram bot token", &[":aa"], r"\d{8,12}:AA[\w-]{32,33}") },
    // https://www.twilio.com/docs/iam/api-keys
    key("Twilio API key", &["sk"], r"SK[0-9a-f]{32}"),
    // https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys
    key("SendGrid API key", &["sg."], r"SG\.[\w-]{16,32}\.[\w-]{16,64}"),
    // https://documentation.mailgun.com/docs/mailgun/api-reference/authentication
    key("Mailgun API key", &["key-"], r"key-[0-9a-f]{32}"),
    // https://mailchimp.com/developer/marketing/guides/quick-start/
    Rule { lead: 32, ..key("Mailchimp API key", &["-us"], r"[0-9a-f]{32}-us\d{1,2}") },
    key("Mandrill API key", &["md-"], r"md-[\w-]{22}"),
    // https://resend.com/docs/dashboard/api-keys/introduction
    key("Resend API key", &["re_"], r"re_[A-Za-z0-9]{8}_[A-Za-z0-9]{20,30}"),
    // https://developers.brevo.com/docs/getting-started
    key("Brevo API key", &["xkeysib-", "xsmtpsib-"], r"x(?:key|smtp)sib-[0-9a-f]{64}-[A-Za-z0-9]{16}"),
];
