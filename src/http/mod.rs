//! The door: every route of the service, in one page. Knows HTTP and no rule; what may be done is for `actions` to say.

mod acts;
mod address;
mod annual_tables;
mod attachments;
mod audit_log;
mod auth;
mod batches;
mod calendar;
mod case_view;
mod cases;
mod challenges;
mod client;
mod contents;
mod contract;
mod create;
mod deadlines;
mod departments;
mod docs;
mod figures;
mod files;
mod handed_in_tables;
mod health;
mod hints;
mod imports;
mod input;
mod intake;
mod jobs;
mod limits;
mod message_templates;
mod metrics;
mod organs;
mod page;
mod people;
mod problem;
mod public;
mod register;
mod requesters;
mod rights;
mod sealed_tables;
mod second_factor;
mod service_accounts;
mod session;
mod settings;
mod unclear;
mod version;
mod watch;
mod work_list;

use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, Data, ServiceConfig};

use crate::app::App;

pub use create::{Create, created};
pub use input::{Json, Path, Query};
pub use page::{Cursor, Limit, Page};
pub use problem::{Field, Problem};
pub use version::{IfMatch, tagged};

/// What one process keeps for the door.
#[derive(Clone)]
pub struct Door {
    app: Data<App>,
    metrics: Data<metrics::Metrics>,
    limits: Data<limits::Limits>,
    questions: Data<public::Questions>,
}

impl Door {
    /// The door of `app`; each worker configures itself from a copy.
    pub fn new(app: App) -> Self {
        Self {
            app: Data::new(app),
            metrics: Data::new(metrics::Metrics::new()),
            limits: Data::default(),
            questions: Data::default(),
        }
    }

    /// Hangs every route in.
    pub fn configure(&self, service: &mut ServiceConfig) {
        service.app_data(self.app.clone()).app_data(self.metrics.clone());
        service.app_data(self.limits.clone()).app_data(self.questions.clone());
        service.service(
            web::scope("")
                .wrap(Compress::default())
                .wrap(from_fn(watch::watch))
                .service(web::scope("/api/v1").configure(api))
                .service(health::alive)
                .service(health::ready)
                .service(metrics::metrics)
                .service(docs::page)
                .default_service(web::to(client::page)),
        );
    }
}

/// The routes of `openapi.yaml`, resource by resource.
fn api(service: &mut ServiceConfig) {
    service
        .configure(who)
        .configure(office)
        .configure(cases)
        .configure(public::configure)
        .service(contract::document)
        .default_service(web::to(contract::elsewhere));
}

/// Sign-in, people and their rights, other systems.
fn who(service: &mut ServiceConfig) {
    service
        .service(session::begin)
        .service(session::me)
        .service(session::sign_out)
        .service(session::refresh)
        .service(session::change_password)
        .service(session::list)
        .service(session::end_all)
        .service(session::end_one)
        .service(second_factor::prepare)
        .service(second_factor::confirm)
        .service(second_factor::remove);
    service
        .service(people::list)
        .service(people::read)
        .service(people::add)
        .service(people::close)
        .service(people::reset_password)
        .service(people::set_contact)
        .service(second_factor::reset)
        .service(rights::give)
        .service(rights::withdraw)
        .service(rights::deputies)
        .service(rights::name_deputy)
        .service(rights::end_deputy);
    service
        .service(service_accounts::list)
        .service(service_accounts::add)
        .service(service_accounts::close);
}

/// The office itself: organs, departments, settings, the calendar, what was done, and the figures.
fn office(service: &mut ServiceConfig) {
    service
        .service(organs::list)
        .service(organs::read)
        .service(organs::add)
        .service(organs::change)
        .service(departments::list)
        .service(departments::add)
        .service(departments::close)
        .service(settings::read)
        .service(settings::change)
        .service(settings::phrases)
        .service(settings::add_phrase)
        .service(settings::close_phrase);
    service
        .service(message_templates::list)
        .service(message_templates::read)
        .service(message_templates::change)
        .service(message_templates::take_back)
        .service(message_templates::preview);
    service.service(jobs::list).service(jobs::retry).service(jobs::dismiss);
    service.service(calendar::read).service(calendar::load);
    service.service(audit_log::read).service(audit_log::read_seals);
    service.service(annual_tables::read).service(annual_tables::cell).service(figures::read);
    service.service(sealed_tables::add).service(sealed_tables::read);
    service
        .service(handed_in_tables::list)
        .service(handed_in_tables::read)
        .service(handed_in_tables::hand_in);
}

/// Cases: lists, contents, requesters, acts.
fn cases(service: &mut ServiceConfig) {
    service
        .service(imports::list)
        .service(imports::upload)
        .service(imports::read)
        .service(imports::confirm)
        .service(imports::discard);
    service.service(work_list::read).service(work_list::counts);
    service
        .service(cases::list)
        .service(intake::arrive)
        .service(cases::read)
        .service(cases::events);
    service
        .service(deadlines::read)
        .service(contents::items)
        .service(contents::letters)
        .service(contents::consultations)
        .service(contents::searches)
        .service(contents::outcomes);
    service
        .service(requesters::show)
        .service(requesters::read)
        .service(requesters::correct)
        .service(requesters::numbers);
    service.service(hints::requester_cases).service(hints::on_case).service(hints::on_intake);
    service
        .service(attachments::list)
        .service(attachments::add)
        .service(attachments::read)
        .service(attachments::remove)
        .service(attachments::reset_code);
    service.service(batches::perform).service(batches::read_letter);
    service.configure(acts::configure);
    service
        .service(challenges::list)
        .service(challenges::add)
        .service(challenges::read)
        .service(challenges::of_case)
        .service(challenges::add_to_case)
        .service(challenges::defend)
        .service(challenges::conclude)
        .service(challenges::correct);
}
