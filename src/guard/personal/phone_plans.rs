//! Which telephone numbers there can be: the calling codes of countries, and how long the numbers behind them are.
//! <https://www.itu.int/oth/T0202.aspx>

use std::collections::HashMap;
use std::sync::LazyLock;

/// Calling code, and the number of digits behind it, at least and at most, of lines that people have.
const PLANS: &str = "1:10 7:10 20:9-10 27:9 30:10 31:9 32:8-9 33:9 34:9 36:8-9 39:6-12 40:9 41:9 43:6-13 44:9-10 45:8 46:7-9 47:8 \
    48:9 49:6-12 51:8-9 52:10 53:8 54:10-11 55:10-11 56:9 57:10 58:10 60:8-10 61:9 62:8-12 63:8-10 64:8-10 65:8 \
    66:8-9 81:9-10 82:8-10 84:9-10 86:9-11 90:10 91:10 92:9-10 93:9 94:9 95:7-10 98:10 211:9 212:9 213:8-9 216:8 \
    218:9 220:7 221:9 222:8 223:8 224:8-9 225:10 226:8 227:8 228:8 229:10 230:7-8 231:7-9 232:8 233:9 234:10 \
    235:8 236:8 237:9 238:7 239:7 240:9 241:7-8 242:9 243:9 244:9 245:9 246:7 248:7 249:9 250:9 251:9 252:7-9 \
    253:8 254:9 255:9 256:9 257:8 258:8-9 260:9 261:9 262:9 263:9 264:8-9 265:7-9 266:8 267:7-8 268:8 269:7 \
    291:7 297:7 350:8 351:9 352:6-11 353:8-9 354:7-9 355:8-9 356:8 357:8 358:6-10 359:8-9 370:8 371:8 372:7-8 \
    373:8 374:8 375:9 376:6-9 377:8-9 378:8-10 380:9 381:8-9 382:8 383:8 385:8-9 386:8 387:8-9 389:8 420:9 421:9 \
    423:7-9 501:7 502:8 503:8 504:8 505:8 506:8 507:7-8 508:6-9 509:8 590:9 591:8 592:7 593:8-9 594:9 595:9 \
    596:9 597:6-7 598:8 599:7-8 670:7-8 672:6 673:7 674:7 675:7-8 676:7 677:7 678:7 679:7 680:7 681:6 682:5 \
    685:7 686:8 687:6 689:8 691:7 692:7 850:10 852:8 853:8 855:8-9 856:8-10 880:8-10 886:8-9 960:7 961:7-8 \
    962:8-9 963:8-9 964:8-10 965:8 966:9 967:7-9 968:8 970:8-9 971:8-9 972:8-9 973:8 974:8 975:8 976:8 977:8-10 \
    992:9 993:8 994:9 995:9 996:9 998:9";

/// How many digits are the calling code, where these can be a number in international form.
pub fn calling_code(digits: &str) -> Option<usize> {
    (1..=3).find(|length| {
        let Some((code, rest)) = digits.split_at_checked(*length) else { return false };
        let Some((least, most)) = code.parse().ok().and_then(|code| LENGTHS.get(&code)) else { return false };
        // Many write the 0 that is dialled within the country, too.
        let is_with_trunk = rest.starts_with('0') && rest.len() == most + 1;
        let is_plan = (*least..=*most).contains(&rest.len()) || is_with_trunk;
        is_plan && (code != "1" || is_north_american(rest))
    })
}

/// The same by calling code; none is the beginning of another one.
static LENGTHS: LazyLock<HashMap<u16, (usize, usize)>> = LazyLock::new(|| {
    let plan = |plan: &str| {
        let (code, lengths) = plan.split_once(':')?;
        let (least, most) = lengths.split_once('-').unwrap_or((lengths, lengths));
        Some((code.parse().ok()?, (least.parse().ok()?, most.parse().ok()?)))
    };
    PLANS.split(' ').filter_map(plan).collect()
});

/// Area, exchange and line of the North American plan. Codes that end in 11 are services, and 9 in the middle of an area
/// is kept for longer numbers. <https://en.wikipedia.org/wiki/North_American_Numbering_Plan>
pub fn is_north_american(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    let is_code =
        |at: usize| bytes.get(at).is_some_and(|digit| *digit > b'1') && digits.get(at + 1..at + 3) != Some("11");
    bytes.len() == 10 && is_code(0) && bytes.get(1) != Some(&b'9') && is_code(3)
}
