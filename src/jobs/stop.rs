//! The word to stop, which cuts every pause short.

use std::time::Duration;

use actix_web::rt::time::timeout;
use tokio::sync::watch;

/// Hears whether everything is to stop.
#[derive(Clone)]
pub struct Stop(watch::Receiver<bool>);

impl Stop {
    /// Hears what is said at the other end.
    pub fn new(said: watch::Receiver<bool>) -> Self {
        Self(said)
    }

    /// Whether it was said.
    pub fn is_said(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits, until it is said at the latest.
    pub async fn pause(&mut self, pause: Duration) {
        // Whether it was said or the time is over is asked afterwards.
        let _ = timeout(pause, self.0.wait_for(|said| *said)).await;
    }
}
