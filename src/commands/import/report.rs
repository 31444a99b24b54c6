//! The report of an import: a line for each conversation in which something is new, and one for the file.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::Job;
use crate::app::import_job::ReportLine;
use crate::app::import_report::ImportReport;
use crate::app::sharing::{ShareError, ShareRequest, publish_all};
use crate::commands::Failure;
use crate::commands::link::printed;
use crate::commands::progress::Progress;
use crate::commands::redaction_prompt::sum;
use crate::commands::terminal::{counted, eprint_line, masked_line, print_line, title};
use crate::domain::id::ChatId;
use crate::domain::public_url::PublicUrl;
use crate::domain::redaction::SecretKind;
use crate::domain::timestamp::Timestamp;
use crate::store::imports::ImportOutcome;

/// Lines are printed in batches of this size, or after this delay: sharing and redrawing the bar take time.
const BATCH_LINES: usize = 200;
const BATCH_DELAY: Duration = Duration::from_millis(100);

/// How the imported conversations are shared.
pub struct Sharing {
    /// What is asked of each link.
    pub request: ShareRequest,
    /// The address under which readers reach the server.
    pub public_url: PublicUrl,
}

/// The outcome of sharing one conversation.
enum SharedLink {
    /// Its link.
    Shared(String),
    /// There is none: its owner has to decide about these findings first.
    Undecided(ChatId, Vec<SecretKind>),
}

/// What became of all files.
pub struct Totals {
    /// The report that can be shown again.
    pub kept: ImportReport,
    /// How many conversations were stored.
    pub stored: usize,
    /// How many of them were not shared although they should be.
    pub undecided: usize,
    /// How many files within those that were named could not be read in full.
    pub lost: usize,
}

/// The report of one file.
pub struct Report<'a> {
    job: &'a Job<'a>,
    progress: Progress,
    /// The file, and the current file within it where there are several.
    file: String,
    within: Option<String>,
    has_several: bool,
    pending: Vec<ReportLine>,
    printed_at: Instant,
    counts: Counts,
    result: Result<(), Failure>,
}

#[derive(Default)]
struct Counts {
    new: usize,
    updated: usize,
    unchanged: usize,
    changed_here: usize,
    skipped: usize,
    undecided: usize,
    lost: usize,
}

impl<'a> Report<'a> {
    pub fn new(job: &'a Job<'a>, file: String, has_several: bool, progress: Progress) -> Self {
        Self {
            job,
            progress,
            file,
            within: None,
            has_several,
            pending: Vec::new(),
            printed_at: Instant::now(),
            counts: Counts::default(),
            result: Ok(()),
        }
    }

    /// Takes a line, and prints it soon.
    pub fn take(&mut self, line: ReportLine) {
        self.pending.push(line);
        if self.pending.len() >= BATCH_LINES || self.printed_at.elapsed() >= BATCH_DELAY {
            self.print();
        }
    }

    /// Prints the rest, and the sum where the file could be read, and adds it to the totals.
    pub fn finish(mut self, is_read: bool, totals: &mut Totals) -> Result<(), Failure> {
        self.print();
        let Self { progress, counts, file, job, .. } = self;
        drop(progress);
        self.result?;
        if is_read {
            let dry = if job.arguments.dry_run { " (dry run: nothing was stored)" } else { "" };
            print_line(format_args!("{file}: {}{dry}", counts.sum()))?;
        }
        totals.stored += counts.new + counts.updated;
        totals.undecided += counts.undecided;
        totals.lost += counts.lost;
        Ok(())
    }

    fn print(&mut self) {
        self.printed_at = Instant::now();
        let lines = std::mem::take(&mut self.pending);
        if lines.is_empty() || self.result.is_err() {
            return;
        }
        let printed = self.links(&lines).and_then(|links| {
            let Self { progress, file, within, has_several, counts, job, .. } = self;
            progress.beside(|| {
                let mut links = links.into_iter();
                lines.into_iter().try_for_each(|line| {
                    let link = matches!(line, ReportLine::Chat { .. }).then(|| links.next()).flatten().flatten();
                    if let ReportLine::File { name, .. } = &line {
                        *within = has_several.then(|| masked_line(name));
                    }
                    counts.add(&line);
                    counts.undecided += usize::from(matches!(link, Some(SharedLink::Undecided(..))));
                    let within = within.as_ref().filter(|_| !matches!(line, ReportLine::Whole { .. }));
                    let place = within.map_or_else(|| file.clone(), |within| format!("{file}: {within}"));
                    print_report_line(line, &place, link, job.arguments.dry_run)
                })
            })
        });
        if printed.is_err() {
            // Nobody would see the report of the rest.
            self.job.stop.store(true, Ordering::Relaxed);
        }
        self.result = printed;
    }

    /// Shares the chats among these lines; a link, or none, for each.
    fn links(&self, lines: &[ReportLine]) -> Result<Vec<Option<SharedLink>>, Failure> {
        let chats = lines.iter().filter_map(|line| match line {
            ReportLine::Chat { id, .. } => Some(*id),
            _ => None,
        });
        let chats: Vec<Option<ChatId>> = chats.collect();
        let Some(sharing) = &self.job.sharing else { return Ok(chats.iter().map(|_| None).collect()) };
        let ids: Vec<ChatId> = chats.iter().flatten().copied().collect();
        let published = publish_all(&self.job.store, self.job.owner, &ids, &sharing.request, Timestamp::now())?;
        let mut shared = ids.into_iter().zip(published).map(|(id, published)| match published {
            Ok(published) => Ok(SharedLink::Shared(printed(&published.link.share, &sharing.public_url))),
            Err(ShareError::Undecided(undecided)) => Ok(SharedLink::Undecided(
                id,
                undecided.into_iter().flat_map(|one| one.findings).map(|one| one.kind).collect(),
            )),
            Err(error) => Err(Failure::from(error)),
        });
        chats.into_iter().map(|id| id.and_then(|_| shared.next()).transpose()).collect()
    }
}

impl Counts {
    fn add(&mut self, line: &ReportLine) {
        match line {
            ReportLine::Chat { outcome: ImportOutcome::New, .. } => self.new += 1,
            ReportLine::Chat { outcome: ImportOutcome::Updated(_) | ImportOutcome::Renamed, .. } => self.updated += 1,
            ReportLine::Chat { outcome: ImportOutcome::Unchanged, .. } => self.unchanged += 1,
            ReportLine::Chat { outcome: ImportOutcome::ChangedHere, .. } => self.changed_here += 1,
            ReportLine::Skipped { .. } => self.skipped += 1,
            ReportLine::Whole { is_loss, .. } => self.lost += usize::from(*is_loss),
            ReportLine::File { .. } | ReportLine::Note(_) => {}
        }
    }

    fn sum(&self) -> String {
        let Self { new, updated, unchanged, changed_here, skipped, undecided, lost: _ } = self;
        let all = counted(new + updated + unchanged + changed_here + skipped, "conversation");
        let mut sum = format!("{all}: {new} new");
        for (count, what) in
            [(updated, "updated"), (changed_here, "kept because changed here"), (undecided, "not shared")]
        {
            if *count > 0 {
                sum.push_str(&format!(", {count} {what}"));
            }
        }
        format!("{sum}, {unchanged} unchanged, {skipped} skipped")
    }
}

fn print_report_line(line: ReportLine, place: &str, link: Option<SharedLink>, is_dry_run: bool) -> Result<(), Failure> {
    match line {
        ReportLine::File { .. } => {}
        ReportLine::Chat { outcome, name, messages, notes, .. } => {
            let name = title(&name);
            let imported = if is_dry_run { "would import" } else { "imported" };
            let updated = if is_dry_run { "would update" } else { "updated" };
            match outcome {
                ImportOutcome::New => {
                    print_line(format_args!("{imported} \"{name}\": {}", counted(messages, "message")))?
                }
                ImportOutcome::Updated(new) => {
                    print_line(format_args!("{updated} \"{name}\": {}", counted(new, "new message")))?
                }
                ImportOutcome::Renamed => {
                    print_line(format_args!("{updated} \"{name}\": it has this title now"))?;
                }
                ImportOutcome::ChangedHere => {
                    print_line(format_args!("kept \"{name}\" as it is: it was changed both here and in the file"))?;
                }
                ImportOutcome::Unchanged if link.is_some() => print_line(format_args!("unchanged \"{name}\""))?,
                ImportOutcome::Unchanged => {}
            }
            // The notes of an unchanged conversation were printed at its first import.
            for note in notes.iter().filter(|_| outcome != ImportOutcome::Unchanged) {
                eprint_line(format_args!("neptun-share: {place}: \"{name}\": {}.", masked_line(note)));
            }
            match link {
                None => {}
                Some(SharedLink::Shared(link)) => print_line(format_args!("  {link}"))?,
                Some(SharedLink::Undecided(id, found)) => eprint_line(format_args!(
                    "neptun-share: {place}: \"{name}\" was not shared: it contains {}; see them with: neptun-share \
                     link check {}",
                    sum(found.into_iter()),
                    id.get()
                )),
            }
        }
        ReportLine::Skipped { label, reason } => {
            eprint_line(format_args!(
                "neptun-share: {place}: skipped: {}: {}.",
                masked_line(&label),
                masked_line(&reason)
            ));
        }
        ReportLine::Note(text) | ReportLine::Whole { text, .. } => {
            eprint_line(format_args!("neptun-share: {place}: {}", masked_line(&text)))
        }
    }
    Ok(())
}
