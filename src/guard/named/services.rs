//! Keys that only the name of their service tells: the name, a word such as `key` or an assignment, and what
//! looks random, within a few words.

use std::ops::Range;

use super::super::checks::{entropy, is_monotone, is_placeholder, is_wordy};
use super::super::prose::is_words;
use super::cursor::Cursor;
use super::names::is_word_start;

/// How far behind the name a value is looked for, in bytes.
const APART: usize = 96;

/// Words that say that a secret follows, and what may stand before them.
const LEADS: [&str; 20] = [
    "secret", "private", "access", "key", "token", "api", "client", "auth", "pat", "rest", "live", "test", "admin",
    "app", "user", "my", "personal", "bearer", "password", "oauth",
];
/// Those of them that are enough.
const ENOUGH: [&str; 8] = ["secret", "private", "access", "key", "token", "pat", "bearer", "password"];
/// What follows them is known to everybody.
const PUBLIC: [&str; 22] = [
    "public",
    "publishable",
    "id",
    "ids",
    "site",
    "url",
    "uri",
    "host",
    "version",
    "hash",
    "digest",
    "commit",
    "name",
    "email",
    "path",
    "sha256",
    "file",
    "domain",
    "region",
    "checksum",
    "revision",
    "tree",
];

/// In lower case, those of no form of their own first of all.
pub const NAMES: &str = "\
    adafruit adobe adyen agora airbrake aiven akamai akeyless alchemy algolia alibaba amplitude anthropic \
    anypoint apifonica apify apilayer apimetrics apitemplate apollo appfollow appointedd appoptics appsflyer \
    appsynergy appveyor argocd asana assemblyai atera atlassian audd auth0 autoklose autopilot avaza \
    aviationstack axonaut ayrshare azure baichuan bamboo bannerbear baremetrics baserow beamer beebole \
    besnappy besttime betterstack binance bitbar bitbucket bitcoinaverage bitfinex bitly bitmex bitrise \
    bittrex bitwarden blazemeter blitapp blocknative blogger bombbomb boostnote borgbase box braintree \
    brandfetch browshot bscscan buddyns budibase bugherd bugsnag buildkite bulbul buttercms bybit caflou \
    calendarific calendly calorieninja campayn canny capsulecrm carboninterface ccloud centralstationcrm \
    cf_api chartmogul chatbot chatfuel checio checklyhq cicero circleci clarifai clearbit cliengo clockify \
    closecrm cloudconvert cloudflare cloudimage cloudinary cloudmersive cloudplan cloudsight cloudsmith \
    cloverly clustdoc coda codacy codeclimate codecov codemagic codequiry codeship cohere coinapi coinbase \
    coinlayer coinlib collect2 commercejs confluent contentful conversiontools convertapi convertkit coreweave \
    countrylayer courier coveralls cpdev craftmypdf crowdin crowdstrike cryptocompare currencyfreaks \
    currencylayer currencyscoop currentsapi cyberark d7network daily daily.co dandelion dareboost dashlane \
    dashscope databox datadog dd-api dd_api debounce deepai deepgram deepl deepseek deepsource delighted \
    detectify detectlanguage diffbot diggernaut digitalocean discord disqus ditto docparser doppler dronahq \
    droneci dwolla dynalist dyspatch eagleeyenetworks ecostruxureit edenai elastic elevenlabs enigma envoy \
    eraser etherscan ethplorer etsy eventbrite everhour exchangerate exchangerates extractorapi facebook \
    fastforex fastly fauna feedier fetchrss figma fileio filestack finage financialmodelingprep findl finicity \
    finnhub fireworks fixer flickr flightapi flightlabs flutterwave formbucket formcraft formio fossa \
    foursquare freshbooks front fulcrum fullstory fusionauth fxmarket geckoboard gemini geoapify geocode \
    geocodify getemail getgeoapi getgist getresponse gitguardian github gitlab gitter glassnode gocardless \
    goodday graphhopper groove groq gtmetrix guardian gumroad gyazo happyscribe hcloud helicone hellosign \
    helpcrunch helpscout heroku hetzner hiveage holidayapi holistic honeycomb hotjar html2pdf humanity hunter \
    hunyuan huobi hybiscus ibm iconfinder iexapis iexcloud imagekit imagga imgix impala imperva infisical \
    infura insightly instabot intercom interseller intrinio ip2location ipapi ipgeolocation ipifi ipinfo \
    ipinfodb ipquality ipstack jenkins jira jotform jumpcloud jupiterone juro kafka karma keycloak kickbox \
    klarna klaviyo klipfolio knapsackpro kochava kontent kraken kucoin kylas langfuse langsmith languagelayer \
    lastpass launchdarkly leadfeeder lemlist lemonsqueezy lendflow leonardo lexigram linenotify linkpreview \
    linode livekit livestorm loadmill lob loginradius logz lokalise looker loyverse lunchmoney madkudu \
    magnetic mailboxlayer mailchimp mailerlite mailgun mailjet mailmodo mailsac mandrill mapquest marketstack \
    mattermost mavenlink mediastack meistertask meraki mesibo messagebird messenger metrilo midjourney milvus \
    mindmeister miro mistral mixmax mixpanel mockaroo moderation mollie monday monkeylearn moonclerk moonshot \
    moosend moralis murf mux myintervals nasdaq netcore netlify new_relic newrelic newsapi newscatcher nftport \
    ngrok nicereply nimble nocodb noticeable notion nozbe nozbeteams nuget numverify nylas nytimes oanda \
    octopus odds-api okta okx omnisend onelogin onesignal onfleet oopspam openai opencagedata openrouter \
    openuv openweather opsgenie optimizely overloop owlbot packagecloud pager_duty pagerduty pandadoc \
    pandascore paperform paperspace paralleldots parseur partnerstack pastebin paydirtapp paymoapp paymongo \
    paypal paystack pdflayer pdfshift peopledatalabs pepipost perplexity pinecone pingone pipedream pipedrive \
    pixabay plaid planetscale planyo playht podio pollsapi polygon portkey positionstack postageapp posthog \
    postmark powrbot prefect privacy privateai prodpad prospect proxycrawl pscale pubnub pushbullet pusher \
    pyowm qase qdrant qianfan qualaroo qualys quandl qubole railway rapid7 rapidapi raven rawg razorpay \
    reachmail rebrandly recaptcha refiner rentman replicate replyio requestfinance resemble restpack ritekit \
    rocketreach rockset rollbar route4me rudderstack rundeck runpod runscope salesblink salescookie salesflare \
    saltstack scaleway scrapeowl scraperapi scraperbox scrapestack scrapfly scrapingant scrapingbee \
    screenshotapi screenshotlayer scrutinizer securitytrails segment selectpdf semaphore semaphoreci sendbird \
    sentry serphouse serpstack sherpadesk shipday shodan shopify shortcut shotstack shutterstock signaturit \
    signupgenius sigopt siliconflow simfin simplesat simplynoted simvoly skrapp smartsheet smartsheets \
    snipcart snowflake snyk sonar sonarcloud sonarqube sourcegraph sparkpost speechmatics speechtext spinnaker \
    splunk spoonacular sportsmonk spotify square squarespace sslmate statuscake statuspage statuspal \
    stitchdata stockdata storecove stormboard stormglass storyblok storychief streak stripe stripo stytch \
    sumologic supabase supernotes surveybot surveysparrow survicate swiftype tallyfy tatum taxjar teamcity \
    teamwork teamworkcrm teamworkdesk teamworkspaces technicalanalysisapi tefter telegram teletype telnyx \
    tenable terraform theoddsapi ticketmaster tickettailor tiingo timecamp timezoneapi tly tmetric todoist \
    together toggl tomtom tradier transferwise transloadit travelpayouts travis trello turso twelvedata twilio \
    twitch twitter tyntec uclassify unplugg unsplash upcdatabase uplead uploadcare upstash uptimerobot upwave \
    urlscan userflow userstack vagrant vatlayer vbout veracode vercel verimail veriphone versioneye viewneo \
    virustotal visualcrossing voicegain volcengine voodoosms vpnapi vultr vyte walkscore wandb weatherbit \
    weatherstack weaviate web3 webflow webscraper webscraping wepay wercker whatsapp whitesource whoxy wistia \
    workos worksnaps workstack worldcoinindex worldweather wrike xata yandex yelp youneedabudget yousign \
    youtube zenkit zenrows zenscrape zeplin zerobounce zerotier zhipu zilliz zipcodeapi zipcodebase zonka ";

/// A value, and whether it is called a token.
pub struct OfService {
    pub range: Range<usize>,
    pub is_token: bool,
}

/// Where what could be a value begins and ends next, from a place on: what has no such near it is most of a text, and
/// is gone through once.
pub struct Ahead {
    run: Range<usize>,
}

impl Ahead {
    pub const fn new() -> Self {
        Self { run: 0..0 }
    }

    /// Whether one stands near behind this place; the places come in order.
    pub fn is_near(&mut self, text: &str, at: usize) -> bool {
        let bytes = text.as_bytes();
        let limit = at + APART;
        // What the last run is shortened to may be none; nothing else stands before its end.
        while self.run.end <= at || !could_be(&bytes[self.run.start.max(at)..self.run.end]) {
            let from = self.run.end.max(at);
            if from >= limit.min(bytes.len()) {
                return false;
            }
            let start = from + bytes[from..].iter().take(APART).take_while(|byte| !is_value(**byte)).count();
            let length = bytes[start..].iter().take(512).take_while(|byte| is_value(**byte)).count();
            self.run = start..start + length;
        }
        self.run.start < limit
    }
}

fn could_be(run: &[u8]) -> bool {
    run.len() >= 20 || (run.len() >= 12 && run.iter().any(u8::is_ascii_digit))
}

/// The secret behind the name of a service that stands there.
pub fn value(text: &str, name: Range<usize>) -> Option<OfService> {
    if !is_word_start(text, name.start) {
        return None;
    }
    let mut cursor = Cursor::new(text, name.end);
    let (mut words, mut lines) = (0, 0);
    let (mut is_enough, mut is_assigned, mut is_token, mut is_first) = (false, false, false, true);
    while cursor.at < name.end + APART {
        let start = cursor.at;
        cursor.skip(16, |byte| byte.is_ascii_whitespace() || b"\"'`-_.:=>,;()[]{}|*\\".contains(&byte));
        let marks = &text[start..cursor.at];
        // `AWS::CloudFront::KeyGroup`.
        if marks.contains("::") {
            return None;
        }
        lines += marks.matches('\n').count();
        is_assigned |= marks.contains(['=', ':']);
        let run = cursor.rest();
        let run = &run[..run.bytes().take(512).take_while(|byte| is_value(*byte)).count()];
        let lead = lead(run);
        // `boxes`, `daily`: no name of a service, unless a word of secrets follows at once.
        if run.is_empty() || lines > 2 || (is_first && marks.is_empty() && lead.is_none()) {
            return None;
        }
        is_first = false;
        if let Some(lead) = lead {
            is_enough |= ENOUGH.contains(&lead);
            is_token = matches!(lead, "token" | "pat" | "bearer") || (is_token && lead != "secret");
            cursor.at += lead.len();
            continue;
        }
        let value = run.trim_end_matches(['.', '-', ':', '%']);
        if is_secret(value, is_enough, is_assigned && words == 0) {
            return Some(OfService { range: cursor.at..cursor.at + value.len(), is_token });
        }
        let letters = run.bytes().take_while(u8::is_ascii_alphabetic).count();
        words += 1;
        let is_joined = is_enough && !marks.contains([' ', '\n']);
        if is_joined
            || letters == 0
            || letters > 14
            || words > 2
            || PUBLIC.iter().any(|word| word.eq_ignore_ascii_case(&run[..letters]))
        {
            return None;
        }
        cursor.at += letters;
    }
    None
}

const fn is_value(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'/' | b'=' | b'.' | b'~' | b'%' | b':')
}

/// The word of secrets with which this begins, if another one or no small letter follows.
fn lead(run: &str) -> Option<&'static str> {
    let begins = |run: &str, lead: &str| {
        // Most differ in their first byte.
        run.as_bytes().first().map(u8::to_ascii_lowercase) == lead.as_bytes().first().copied()
            && run.get(..lead.len()).is_some_and(|start| start.eq_ignore_ascii_case(lead))
    };
    LEADS.into_iter().find(|lead| {
        begins(run, lead) && {
            let rest = &run[lead.len()..];
            let is_shouted = run.as_bytes()[lead.len() - 1].is_ascii_uppercase();
            let is_over = !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
                || (!is_shouted && rest.starts_with(|c: char| c.is_ascii_uppercase()));
            is_over || LEADS.into_iter().any(|next| begins(rest, next))
        }
    })
}

fn is_secret(value: &str, is_enough: bool, is_assigned: bool) -> bool {
    let bytes = value.as_bytes();
    let has_digit = bytes.iter().any(u8::is_ascii_digit);
    let has_letter = bytes.iter().any(u8::is_ascii_alphabetic);
    let is_hex = bytes.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'-');
    let is_plain = bytes.iter().all(u8::is_ascii_alphanumeric);
    let shortest = match (is_enough, is_assigned) {
        (true, true) => 12,
        (true, false) => 16,
        (false, _) => 20,
    };
    let is_random = has_letter && (has_digit || (is_enough && value.len() >= 20 && !value.contains(['_', '-', '.'])));
    let is_address = value.contains("//") || value.contains("..") || (value.contains('/') && !is_enough);
    is_random
        && value.len() >= shortest
        && (is_enough || (is_assigned && is_hex) || (is_plain && !is_hex))
        && bytes.first().is_some_and(u8::is_ascii_alphanumeric)
        && !is_address
        && entropy(value) >= 2.4
        && !(is_placeholder(value) || is_monotone(value) || is_wordy(value) || is_words(value))
}
