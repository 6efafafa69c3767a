//! The one writer of an SQLite database: queued writes run under savepoints in one transaction, become durable
//! together, and are answered only then. What one of them does wrong is undone alone.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::connection::{self, AnyConn, Location};
use super::failure::WriteFailed;
use super::{QueryResult, Tx};

/// Writes that may wait; one more is told to come back.
const QUEUE: usize = 1024;
/// Writes that become durable together.
const GROUP: usize = 256;
/// How long a group gathers before those that wait for it are answered.
const GATHERS: Duration = Duration::from_millis(20);

/// The way in to the writer thread, which ends when the last sender is gone.
pub(super) struct Writer(SyncSender<Box<dyn Job>>);

impl Writer {
    /// Starts the thread on the connection that `write_blocking` uses too, so that there is one writer a process.
    pub fn start(location: Location, conn: Arc<Mutex<AnyConn>>) -> Result<Self, WriteFailed> {
        let (sender, jobs) = sync_channel(QUEUE);
        std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || work_off(&location, &conn, &jobs))
            .map_err(|error| WriteFailed::Away(error.to_string()))?;
        Ok(Self(sender))
    }

    /// Queues `work` and waits until it is durable or undone.
    pub async fn write<T, E>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<WriteFailed> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Queued { work: Some(work), done: None, reply };
        self.0.try_send(Box::new(job)).map_err(|error| match error {
            TrySendError::Full(_) => WriteFailed::Busy,
            TrySendError::Disconnected(_) => WriteFailed::Away("写入线程已经停止".to_owned()),
        })?;
        answer.await.unwrap_or_else(|_| Err(WriteFailed::Panicked.into()))
    }
}

/// A write whose types the thread need not know.
trait Job: Send {
    /// Does the work; whether it is to be kept.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// Answers: with what the work came to, or with `failure` if it did not become durable.
    fn answer(self: Box<Self>, failure: Option<WriteFailed>);
}

struct Queued<W, T, E> {
    work: Option<W>,
    done: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<W, T, E> Job for Queued<W, T, E>
where
    W: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<WriteFailed> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let Some(work) = self.work.take() else { return false };
        let done = catch_unwind(AssertUnwindSafe(|| work(tx)))
            .unwrap_or_else(|_| Err(WriteFailed::Panicked.into()));
        self.done.insert(done).is_ok()
    }

    fn answer(self: Box<Self>, failure: Option<WriteFailed>) {
        let answer = match (self.done, failure) {
            // A refusal stays what it is, whatever became of the others.
            (Some(Err(refusal)), _) => Err(refusal),
            (_, Some(failure)) => Err(failure.into()),
            (Some(Ok(value)), None) => Ok(value),
            (None, None) => Err(WriteFailed::Panicked.into()),
        };
        // Nobody listens any more when the request was given up; the write stands all the same.
        let _ = self.reply.send(answer);
    }
}

/// Works off the queue, a group at a time.
fn work_off(location: &Location, conn: &Mutex<AnyConn>, jobs: &Receiver<Box<dyn Job>>) {
    while let Ok(first) = jobs.recv() {
        let mut conn = conn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut group = Vec::new();
        let lost = run_group(&mut conn, first, jobs, &mut group).err();
        if lost.is_some()
            && let Ok(fresh) = location.connect(false)
        {
            *conn = fresh;
        }
        drop(conn);
        let lost = lost.map(|error| error.to_string());
        for job in group {
            job.answer(lost.clone().map(WriteFailed::Away));
        }
    }
}

/// Runs the jobs that wait, and commits. After an error of the transaction itself SQLite may have dropped all of it,
/// so no further job runs and none has happened.
fn run_group(
    conn: &mut AnyConn,
    first: Box<dyn Job>,
    jobs: &Receiver<Box<dyn Job>>,
    group: &mut Vec<Box<dyn Job>>,
) -> QueryResult<()> {
    let begun = Instant::now();
    let mut next = Some(first);
    let opened = connection::begin(conn);
    while let Some(job) = next {
        group.push(job);
        if let (Ok(()), Some(job)) = (&opened, group.last_mut()) {
            run_one(conn, job.as_mut())?;
        }
        let goes_on = opened.is_ok() && group.len() < GROUP && begun.elapsed() < GATHERS;
        next = if goes_on { jobs.try_recv().ok() } else { None };
    }
    opened.and_then(|()| connection::commit(conn))
}

/// One job under its own savepoint.
fn run_one(conn: &mut AnyConn, job: &mut dyn Job) -> QueryResult<()> {
    connection::begin_savepoint(conn)?;
    if job.run(&mut Tx { conn }) { connection::commit(conn) } else { connection::roll_back(conn) }
}
