//! Where is "here", and does an event lie in it?
//!
//! In come an [`Area`] and the [`Site`] of an event; out comes whether the one holds the other. Invariant: a site that is
//! wider than the area is never said to lie in it, nor outside of it where the two meet.

use smol_str::SmolStr;

use crate::{
    event::Site,
    knowledge::gazetteer::{Place, PlaceKind},
    terms::LonLat,
};

/// A part of the world.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// What people call it.
    pub name: SmolStr,
    /// Its middle.
    pub centre: LonLat,
    /// How far it reaches, in kilometres; for a country or province roughly.
    pub radius_km: f64,
    /// What its border is.
    pub border: Border,
}

/// What the border of an area is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Border {
    /// The circle round its middle.
    Circle,
    /// That of a country (ISO 3166-1 alpha-2).
    Country(SmolStr),
    /// That of a first-order area of a country, by its name.
    Admin1 {
        /// The country (ISO 3166-1 alpha-2).
        country: SmolStr,
        /// The area.
        name: SmolStr,
    },
}

/// How an event lies to an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lies {
    /// In it.
    Inside,
    /// Somewhere, perhaps in it: its place is known less well than the area is wide, or reaches over the border.
    Perhaps,
    /// Outside.
    Outside,
}

impl Area {
    /// A circle of `radius_km` kilometres.
    pub fn circle(centre: LonLat, radius_km: f64) -> Self {
        Self {
            name: smol_str::format_smolstr!("{:.3},{:.3}", centre.lat, centre.lon),
            centre,
            radius_km,
            border: Border::Circle,
        }
    }

    /// A place of the gazetteer: a country or province with its border, anything else as a circle of `radius_km`
    /// kilometres, or of the place's own radius where that is larger.
    pub fn of_place(place: &Place<'_>, radius_km: f64) -> Self {
        let country = place.country.map(|code| SmolStr::new(code.as_str()));
        let border = match (place.kind, country) {
            (PlaceKind::Country, Some(country)) => Border::Country(country),
            (PlaceKind::Admin1, Some(country)) => Border::Admin1 {
                country,
                name: place.name.into(),
            },
            _ => Border::Circle,
        };
        let radius_km = match border {
            Border::Circle => place.radius_km.max(radius_km),
            _ => place.radius_km,
        };
        Self {
            name: place.name.into(),
            centre: LonLat {
                lon: place.lon,
                lat: place.lat,
            },
            radius_km,
            border,
        }
    }

    /// How a site lies to it.
    pub fn holds(&self, site: &Site) -> Lies {
        let apart = site.at.km_to(self.centre);
        let meet = apart <= self.radius_km + site.radius_km;
        let perhaps = if meet { Lies::Perhaps } else { Lies::Outside };
        match &self.border {
            Border::Circle if site.radius_km > self.radius_km => perhaps,
            Border::Circle if apart <= self.radius_km => Lies::Inside,
            Border::Circle => perhaps,
            Border::Country(country) => match &site.country {
                Some(other) if other == country => Lies::Inside,
                Some(_) => Lies::Outside,
                None => perhaps,
            },
            Border::Admin1 { country, name } => match (&site.country, &site.admin1) {
                (Some(other), _) if other != country => Lies::Outside,
                (_, Some(area)) if area == name => Lies::Inside,
                (_, Some(_)) => Lies::Outside,
                _ => perhaps,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(lat: f64, radius_km: f64, country: Option<&str>, admin1: Option<&str>) -> Site {
        Site {
            at: LonLat { lon: 40.0, lat },
            radius_km,
            name: "somewhere".into(),
            country: country.map(SmolStr::new),
            admin1: admin1.map(SmolStr::new),
            precision: None,
        }
    }

    #[test]
    fn what_is_wider_than_a_circle_is_neither_in_nor_out() {
        let here = LonLat {
            lon: 40.0,
            lat: 35.0,
        };
        let area = Area::circle(here, 25.0);
        let lies = |lat, radius| area.holds(&site(lat, radius, Some("SY"), None));
        assert_eq!(lies(35.0, 3.0), Lies::Inside);
        assert_eq!(lies(35.1, 300.0), Lies::Perhaps);
        assert_eq!(lies(36.0, 5.0), Lies::Outside);
        assert_eq!(
            lies(35.25, 10.0),
            Lies::Perhaps,
            "it reaches over the border"
        );
    }

    #[test]
    fn a_province_has_its_border_and_not_a_circle() {
        let area = Area {
            border: Border::Admin1 {
                country: "SY".into(),
                name: "Dayr az Zawr".into(),
            },
            ..Area::circle(
                LonLat {
                    lon: 40.0,
                    lat: 35.0,
                },
                100.0,
            )
        };
        let lies = |country, admin1| area.holds(&site(35.5, 5.0, country, admin1));
        assert_eq!(lies(Some("SY"), Some("Dayr az Zawr")), Lies::Inside);
        assert_eq!(lies(Some("SY"), Some("Ar-Raqqah")), Lies::Outside);
        assert_eq!(lies(Some("IQ"), None), Lies::Outside);
        assert_eq!(lies(Some("SY"), None), Lies::Perhaps);
    }
}
