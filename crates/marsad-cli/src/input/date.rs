//! Which day is meant by a day as people write it in data?

use jiff::civil::Date;

/// The form that is expected, for messages.
pub(crate) const FORM: &str = "expected year-month-day, such as 2017-10-06";

/// The day that `text` writes as year-month-day; a time of day after it is let pass.
///
/// # Errors
///
/// In words, when it is no such form or no such day.
pub(crate) fn day(text: &str) -> Result<Date, String> {
    let written = text.trim();
    let (head, rest) = written.split_at_checked(10).unwrap_or((written, ""));
    let parts: Vec<&str> = head.split('-').collect();
    let [year, month, day] = parts[..] else {
        return Err(format!("this is no date; {FORM}"));
    };
    let digits =
        |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let well_formed = digits(year, 4) && digits(month, 2) && digits(day, 2);
    if !well_formed || !(rest.is_empty() || rest.starts_with(['T', 't', ' '])) {
        return Err(format!("this is no date; {FORM}"));
    }
    let number = |part: &str| part.parse::<i16>().unwrap_or(-1);
    let (month, day) = (number(month) as i8, number(day) as i8);
    Date::new(number(year), month, day).map_err(|_| format!("there is no such day; {FORM}"))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_with_and_without_a_time() {
        assert_eq!(day("2017-10-06"), Ok(date(2017, 10, 6)));
        assert_eq!(day(" 2017-10-06T23:10:00Z "), Ok(date(2017, 10, 6)));
        assert_eq!(day("2024-02-29"), Ok(date(2024, 2, 29)));
    }

    #[test]
    fn what_is_no_day_is_refused_with_the_form() {
        for wrong in [
            "2017-13-45",
            "2023-02-29",
            "6 October 2017",
            "",
            "2017-10-6",
            "20171006",
            "2017-10-061",
            "éééééééééé",
        ] {
            let message = day(wrong).unwrap_err();
            assert!(message.contains(FORM), "{wrong}: {message}");
        }
    }
}
