//! Where a request comes from: the other end of the connection, or what a proxy of ours says of it.

use std::net::IpAddr;

use actix_web::HttpRequest;
use actix_web::web::Data;

use crate::app::App;
use crate::config::Networks;

/// The header in which proxies tell for whom they ask, the nearest last.
const FORWARDED: &str = "X-Forwarded-For";

/// The address that a request comes from; a proxy that is not trusted stands for itself.
pub fn of(request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip();
    let trusted = request.app_data::<Data<App>>().map(|app| &app.config.trusted_proxies);
    let Some(trusted) = trusted.filter(|trusted| trusted.hold(peer)) else { return Some(peer) };
    let told = request.headers().get_all(FORWARDED).filter_map(|told| told.to_str().ok());
    let told: Vec<&str> = told.flat_map(|told| told.split(',')).collect();
    Some(behind(peer, &told, trusted))
}

/// The first address, from the nearest on, that is no proxy of ours. What cannot be read ends the walk.
fn behind(peer: IpAddr, told: &[&str], trusted: &Networks) -> IpAddr {
    let mut last = peer;
    for address in told.iter().rev() {
        let Ok(address) = address.trim().parse() else { return last };
        last = address;
        if !trusted.hold(address) {
            return address;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_proxies_speak_for_others() {
        let trusted = "10.0.0.0/8".parse().unwrap();
        let behind =
            |told: &[&str]| behind("10.0.0.1".parse().unwrap(), told, &trusted).to_string();
        assert_eq!(behind(&[]), "10.0.0.1");
        assert_eq!(behind(&["203.0.113.9"]), "203.0.113.9");
        assert_eq!(
            behind(&["1.2.3.4", " 203.0.113.9", "10.0.0.7"]),
            "203.0.113.9",
            "invented ones before"
        );
        assert_eq!(behind(&["203.0.113.9", "nonsense"]), "10.0.0.1");
        assert_eq!(behind(&["10.1.1.1", "10.0.0.7"]), "10.1.1.1");
    }
}
