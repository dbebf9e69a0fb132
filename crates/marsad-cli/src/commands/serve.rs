//! `marsad serve`: how do people look at a store, and other programs ask it?

use super::put;
use crate::{
    arguments::ServeOptions,
    gazetteers,
    report::{Complaint, Outcome},
    serve::{self, Failure},
};

/// Runs the command until it is told to end.
///
/// # Errors
///
/// When the knowledge is broken or the machine gives no threads.
pub(crate) fn run(options: &ServeOptions) -> anyhow::Result<Outcome> {
    let knowledge = match gazetteers::knowledge(&options.gazetteers.files)? {
        Ok(knowledge) => knowledge,
        Err(complaint) => {
            eprintln!("{complaint}");
            return Ok(Outcome::WrongUsage);
        }
    };
    let ready = |address| {
        let store = options.store.display();
        let text = format!(
            "marsad serves {store} at http://{address}/\n  the API is at http://{address}/api/docs; Ctrl-C ends it\n"
        );
        // Whether anybody reads where it is served changes nothing about serving.
        let _told = put(text);
    };
    if !options.listen.ip().is_loopback() {
        let what = format!(
            "whoever reaches {} can read all of the store",
            options.listen
        );
        eprintln!("{}", Complaint::remark(what));
    }
    match serve::serve(options.store.clone(), knowledge, options.listen, ready) {
        Ok(()) => Ok(Outcome::AllRead),
        Err(Failure::Store(refusal)) => {
            eprintln!("{}", refusal.complaint(&options.store));
            Ok(Outcome::WrongUsage)
        }
        Err(Failure::Address(error)) => {
            let what = format!("cannot listen at {}: {error}", options.listen);
            let complaint = Complaint::error(None, what);
            eprintln!("{}", complaint.help("choose another address or port with --listen, such as 127.0.0.1:0 for any that is free"));
            Ok(Outcome::WrongUsage)
        }
        Err(Failure::Own(error)) => Err(error.into()),
    }
}
