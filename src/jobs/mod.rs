//! What the service does by itself, each piece in small transactions, on as many instances as there are: what one leaves
//! undone another takes up.

mod deliver;
mod stop;
mod upkeep;

use std::time::Duration;

use actix_web::rt::{self, task::JoinHandle, time::timeout};
use tokio::sync::watch;

use crate::app::App;
use crate::carriers::{BadCarrier, Carriers};

pub use deliver::Deliverer;
use stop::Stop;
pub use upkeep::remind;

/// Everything that runs beside the door.
pub struct Runner {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
    /// How long one is waited for at the end: no message takes longer.
    patience: Duration,
}

/// Messages on their way out at the same time.
const DELIVERERS: usize = 4;

impl Runner {
    /// Starts everything on this thread's runtime.
    pub fn start(app: &App) -> Result<Self, BadCarrier> {
        let (stop, said) = watch::channel(false);
        let stopped = || Stop::new(said.clone());
        let mut tasks = upkeep::start(app, stopped);
        for _ in 0..DELIVERERS {
            let deliverer = Deliverer::new(app.clone(), Carriers::of(&app.config.outgoing)?);
            tasks.push(rt::spawn(deliver(deliverer, stopped())));
        }
        let patience = Duration::from_secs(app.config.outgoing.job_lease_seconds);
        Ok(Self { stop, tasks, patience })
    }

    /// Begins nothing more, and waits for what is under way: a message that is being sent is sent to its end, or it
    /// would be sent twice.
    pub async fn stop(self) {
        // Nobody listens any more where all have ended.
        let _ = self.stop.send(true);
        for task in self.tasks {
            match timeout(self.patience, task).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!(%error, "a job ended badly"),
                // A large import; whoever takes it up when its claim has run out begins it anew.
                Err(_) => tracing::warn!("a job was left behind"),
            }
        }
    }
}

/// Delivers what is due until it is told to stop.
async fn deliver(deliverer: Deliverer, mut stop: Stop) {
    /// Between two looks where nothing is due.
    const PAUSE: Duration = Duration::from_secs(1);
    /// Where the database is away.
    const LONG_PAUSE: Duration = Duration::from_secs(10);
    while !stop.is_said() {
        match deliverer.step().await {
            Ok(true) => {}
            Ok(false) => stop.pause(PAUSE).await,
            Err(error) => {
                tracing::warn!(%error, "nothing delivered");
                stop.pause(LONG_PAUSE).await;
            }
        }
    }
}
