//! Addresses and networks, as settings name them.

use std::net::IpAddr;
use std::str::FromStr;

/// Some networks; none by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Networks(Vec<(u128, u32)>);

/// Not a list of addresses and networks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadNetworks;

impl Networks {
    /// Whether one of them holds the address.
    pub fn hold(&self, address: IpAddr) -> bool {
        let bits = bits(address);
        self.0.iter().any(|(network, length)| (bits ^ network).leading_zeros() >= *length)
    }
}

impl FromStr for Networks {
    type Err = BadNetworks;

    fn from_str(text: &str) -> Result<Self, BadNetworks> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts.map(network).collect::<Result<_, _>>().map(Self)
    }
}

/// IPv4 addresses stand in IPv6 as `::ffff:a.b.c.d`.
fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

fn network(text: &str) -> Result<(u128, u32), BadNetworks> {
    let (address, length) = text.split_once('/').map_or((text, None), |(a, l)| (a, Some(l)));
    let address: IpAddr = address.parse().map_err(|_| BadNetworks)?;
    let (most, before) = if address.is_ipv4() { (32, 96) } else { (128, 0) };
    let length = length.map_or(Ok(most), |length| length.parse().map_err(|_| BadNetworks))?;
    if length > most { Err(BadNetworks) } else { Ok((bits(address), before + length)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_hold_their_addresses_and_no_others() {
        let networks: Networks = "10.0.0.1, 192.168.0.0/16,2001:db8::/32".parse().unwrap();
        let holds = |address: &str| networks.hold(address.parse().unwrap());
        assert!(holds("10.0.0.1") && holds("192.168.255.3") && holds("2001:db8:1::2"));
        assert!(holds("::ffff:10.0.0.1"));
        assert!(!holds("10.0.0.2") && !holds("192.169.0.1") && !holds("2001:db9::1"));
        assert!(!Networks::default().hold("127.0.0.1".parse().unwrap()));
        for bad in ["localhost", "10.0.0.0/33", "10.0.0.0/x", "::/129"] {
            assert_eq!(bad.parse::<Networks>(), Err(BadNetworks), "{bad}");
        }
    }
}
