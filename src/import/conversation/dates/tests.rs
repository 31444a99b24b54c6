use super::*;

fn at(text: &str) -> Option<Timestamp> {
    Timestamp::from_rfc3339(text)
}

#[test]
fn a_form_that_says_what_is_the_day_is_read() {
    let expected = at("2025-06-01T10:00:00Z");
    for written in [
        "6/1/2025, 10:00 AM",
        "6/1/2025, 10:00:00\u{202f}AM",
        "6/1/2025 10:00:00 AM",
        "6/1/25, 10:00 AM",
        "01/06/2025, 10:00 am",
        "1/6/2025, 10:00:00 am",
        "1.6.2025, 10:00:00",
        "01.06.2025 10:00",
        "01.06.25, 10:00",
        "1. 6. 2025 10:00:00",
        "1-6-2025, 10:00:00",
        "2025/6/1 10:00",
        "2025/6/1 上午10:00:00",
        "2025. 6. 1. 오전 10:00:00",
        "2025年6月1日 10:00",
        "2025年6月1日星期日 10:00:00",
        "2025-06-01, 10:00:00 a.m.",
        "2025-06-01 10:00:00 UTC",
        "2025-06-01 12:00:00 +0200",
        "2025-06-01 12:00 (CEST)",
        "June 1, 2025 at 10:00 AM",
        "Jun 1, 2025, 10:00:00 AM",
        "Sunday, June 1, 2025 at 10:00:00 AM UTC",
        "June 1st, 2025 10:00am",
        "Sun Jun  1 10:00:00 2025",
        "Sun Jun  1 12:00:00 CEST 2025",
        "1 Jun 2025, 10:00",
        "01-Jun-2025 10:00",
        "1. Juni 2025 um 10:00",
        "Sonntag, 1. Juni 2025 um 10:00:00",
        "dimanche 1 juin 2025 à 10:00",
        "1 de junio de 2025, 10:00",
        "1 июня 2025 г. в 10:00",
        "10:00 1.6.2025",
        "Jun 1, 2025 6:00 AM GMT-4",
        "2025-06-01 03:00:00.000000 -0700 PDT",
        "2025-06-01 10:00:00 +0000 UTC",
        "1.6.2025 klo 10.00.00",
        "1. juni 2025 kl. 10.00",
        "/Date(1748772000000)/",
    ] {
        assert_eq!(read(written, None), expected, "{written}");
    }
    assert_eq!(read("6/1/2025, 12:05:07.250 AM", None), at("2025-06-01T00:05:07.25Z"));
    assert_eq!(read("12/31/2025, 11:59 PM", None), at("2025-12-31T23:59:00Z"));
    assert_eq!(read("31/12/2025 23:59", None), at("2025-12-31T23:59:00Z"));
    assert_eq!(read("06/06/2025 10:00", None), at("2025-06-06T10:00:00Z"));
}

#[test]
fn what_may_be_two_days_is_read_only_in_an_order_that_is_known() {
    for written in
        ["06/01/2025, 10:00:00", "6/1/2025 10:00", "06/01/2025 10:00 AM", "06/01/2025 10:00 am", "06-01-2025 10:00"]
    {
        assert_eq!(read(written, None), None, "{written}");
        assert_eq!(read(written, Some(DateOrder::MonthFirst)), at("2025-06-01T10:00:00Z"), "{written}");
        assert_eq!(read(written, Some(DateOrder::DayFirst)), at("2025-01-06T10:00:00Z"), "{written}");
    }
}

#[test]
fn what_is_no_time_is_none() {
    for text in [
        "",
        ":",
        "10:00",
        "6/1/2025",
        "June 1, 2025",
        "6/1/2025, 25:00 AM",
        "13/13/2025 10:00",
        "31.2.2025 10:00",
        "1/6/2568 10:00:00 AM",
        "1.2.3 10:00",
        "1.6.2025 10.5",
        "version 1.6.2025",
        "10:00 on 1 of 2",
        "June 1, 2025 10:00 IST",
        "version 1.6.2025: 10",
        "1 2 2025 10:00",
        "6/1/2025, 13:00 XM",
        "4111111111111111:00",
    ] {
        assert_eq!(read(text, None), None, "{text}");
    }
}
