//! Counts and times of requests, and how many messages wait or failed, for Prometheus. Labels are routes, never numbers
//! of cases.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

use super::Problem;
use crate::app::App;
use crate::db::{AnyConn, QueryResult, jobs};
use crate::domain::message::JobState;

/// What tells requests apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    method: String,
    route: String,
}

/// The same with what became of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: String,
    route: String,
    status: u16,
}

/// What tells messages apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct InState {
    state: String,
}

/// The counts of this process.
pub struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    messages: Family<InState, Gauge>,
}

impl Metrics {
    /// All at zero.
    pub fn new() -> Self {
        let requests = Family::default();
        // From 0.5 ms to 4 s.
        let histogram: fn() -> Histogram = || Histogram::new(exponential_buckets(0.0005, 2.0, 14));
        let seconds = Family::new_with_constructor(histogram);
        let mut registry = Registry::with_prefix("gongkai");
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register("http_request_seconds", "Time to answer", seconds.clone());
        let messages = Family::default();
        registry.register("messages", "Messages that wait, or that failed", messages.clone());
        Self { registry, requests, seconds, messages }
    }

    /// One more request.
    pub fn answered(&self, method: &str, route: &str, status: u16, seconds: f64) {
        let (method, route) = (method.to_owned(), route.to_owned());
        self.seconds
            .get_or_create(&Route { method: method.clone(), route: route.clone() })
            .observe(seconds);
        self.requests.get_or_create(&Answered { method, route, status }).inc();
    }
}

/// The states that somebody may have to look at.
const LOOKED_AT: [JobState; 2] = [JobState::Waiting, JobState::Failed];

/// The counts as Prometheus reads them.
#[get("/metrics")]
pub async fn metrics(app: Data<App>, metrics: Data<Metrics>) -> Result<HttpResponse, Problem> {
    let count = |conn: &mut AnyConn| {
        let counts = LOOKED_AT.iter().map(|state| Ok((*state, jobs::count(conn, *state)?)));
        counts.collect::<QueryResult<Vec<_>>>()
    };
    // Without a database the other counts are told all the more.
    for (state, count) in app.scan(count).await.unwrap_or_default() {
        metrics.messages.get_or_create(&InState { state: state.to_string() }).set(count);
    }
    let mut out = String::new();
    text::encode(&mut out, &metrics.registry).map_err(|error| Problem::internal(&error))?;
    Ok(HttpResponse::Ok()
        .content_type("application/openmetrics-text; version=1.0.0; charset=utf-8")
        .body(out))
}
