//! What the rules consist of, each thing with its id, its kind and its name.

use crate::diag::Words;
use crate::model::budget::Budget;
use crate::model::evaluate::Evaluation;
use crate::model::locale::Locale;
use crate::model::plan::Plan;
use crate::model::rules::RuleBook;
use crate::model::show;
use crate::model::texts::RuleTexts;
use crate::source::Spanned;

/// The kinds of things that rules consist of, in the order in which they are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Parameter,
    Rule,
    Limit,
    Condition,
    Example,
    FundingType,
    CostModel,
    Category,
    Input,
    Checklist,
    Note,
    Assumption,
    Source,
}

impl Kind {
    pub const ALL: [Kind; 13] = [
        Kind::Parameter,
        Kind::Rule,
        Kind::Limit,
        Kind::Condition,
        Kind::Example,
        Kind::FundingType,
        Kind::CostModel,
        Kind::Category,
        Kind::Input,
        Kind::Checklist,
        Kind::Note,
        Kind::Assumption,
        Kind::Source,
    ];

    /// Its stable name in JSON; also the group of its texts.
    pub fn id(self) -> &'static str {
        match self {
            Kind::Parameter => "parameter",
            Kind::Rule => "rule",
            Kind::Limit => "limit",
            Kind::Condition => "condition",
            Kind::Example => "example",
            Kind::FundingType => "funding_type",
            Kind::CostModel => "cost_model",
            Kind::Category => "cost_category",
            Kind::Input => "input",
            Kind::Checklist => "checklist",
            Kind::Note => "note",
            Kind::Assumption => "assumption",
            Kind::Source => "source",
        }
    }

    /// One of it.
    pub fn words(self) -> Words {
        match self {
            Kind::Parameter => Words::new("value", "arvo"),
            Kind::Rule => Words::new("rule", "sääntö"),
            Kind::Limit => Words::new("limit", "raja"),
            Kind::Condition => Words::new("condition", "ehto"),
            Kind::Example => Words::new("example", "esimerkki"),
            Kind::FundingType => Words::new("funding type", "rahoitustyyppi"),
            Kind::CostModel => Words::new("cost model", "kustannusmalli"),
            Kind::Category => Words::new("cost category", "kustannuslaji"),
            Kind::Input => Words::new("input", "lähtötieto"),
            Kind::Checklist => Words::new("attachment", "liite"),
            Kind::Note => Words::new("note", "huomautus"),
            Kind::Assumption => Words::new("assumption", "oletus"),
            Kind::Source => Words::new("source", "lähde"),
        }
    }

    /// All of them, as a heading.
    pub fn heading(self) -> Words {
        match self {
            Kind::Parameter => Words::new("Values", "Arvot"),
            Kind::Rule => Words::new("Rules", "Säännöt"),
            Kind::Limit => Words::new("Limits", "Rajat"),
            Kind::Condition => Words::new("Conditions", "Ehdot"),
            Kind::Example => Words::new("Examples", "Esimerkit"),
            Kind::FundingType => Words::new("Funding types", "Rahoitustyypit"),
            Kind::CostModel => Words::new("Cost models", "Kustannusmallit"),
            Kind::Category => Words::new("Cost categories", "Kustannuslajit"),
            Kind::Input => Words::new("Inputs", "Lähtötiedot"),
            Kind::Checklist => Words::new("Attachments", "Liitteet"),
            Kind::Note => Words::new("Notes", "Huomautukset"),
            Kind::Assumption => Words::new("Assumptions", "Oletukset"),
            Kind::Source => Words::new("Sources", "Lähteet"),
        }
    }

    /// The kind that a prefix names: `rule.total`. The names that pages use are known too.
    pub fn named(name: &str) -> Option<Self> {
        if name == "param" {
            return Some(Kind::Parameter);
        }
        Kind::ALL.into_iter().find(|kind| kind.id() == name)
    }

    /// Whether its things have names; the others have a sentence.
    pub fn has_names(self) -> bool {
        !matches!(self, Kind::Limit | Kind::Note)
    }

    /// The key of the text that names a thing of this kind.
    pub fn name_key(self, id: &str) -> String {
        let group = self.id();
        match self {
            Kind::Parameter | Kind::Limit | Kind::Note | Kind::Source => format!("{group}.{id}"),
            Kind::Condition | Kind::Example | Kind::Assumption => format!("{group}.{id}.title"),
            Kind::Input => format!("{group}.{id}.label"),
            _ => format!("{group}.{id}.name"),
        }
    }
}

/// One thing, by kind and id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thing<'r> {
    pub kind: Kind,
    /// The id where it is written first.
    pub id: &'r Spanned<String>,
}

/// Everything that there is, by kind and in the order of the files.
pub fn things<'r>(book: &'r RuleBook) -> Vec<Thing<'r>> {
    let mut all: Vec<Thing<'r>> = Vec::new();
    let mut add = |kind: Kind, ids: &mut dyn Iterator<Item = &'r Spanned<String>>| {
        for id in ids {
            // Several may share an assumption.
            if !all.iter().any(|known| known.kind == kind && known.id.value == id.value) {
                all.push(Thing { kind, id });
            }
        }
    };
    add(Kind::Parameter, &mut book.parameters.iter().map(|one| &one.id));
    add(Kind::Rule, &mut book.rules.iter().map(|one| &one.id));
    add(Kind::Limit, &mut book.rules.iter().flat_map(|rule| &rule.at_most).map(|one| &one.id));
    add(Kind::Condition, &mut book.conditions.iter().map(|one| &one.id));
    add(Kind::Example, &mut book.examples.iter().map(|one| &one.id));
    add(Kind::FundingType, &mut book.funding_types.iter().map(|one| &one.id));
    add(Kind::CostModel, &mut book.cost_models.iter().map(|one| &one.id));
    add(Kind::Category, &mut book.categories.iter().map(|one| &one.id));
    add(Kind::Input, &mut book.inputs.iter().map(|one| &one.id));
    add(Kind::Checklist, &mut book.checklist.iter().map(|one| &one.id));
    add(Kind::Note, &mut book.notes.iter().map(|one| &one.id));
    add(Kind::Assumption, &mut book.assumptions());
    add(Kind::Source, &mut book.sources.iter().map(|one| &one.id));
    all
}

/// The words of the rules in one language, with the values of one day in them.
#[derive(Debug)]
pub struct Telling<'r> {
    pub texts: &'r RuleTexts,
    pub locale: &'r Locale,
    /// The plan run on nothing: what is known then holds for everybody.
    empty: Evaluation<'r>,
}

impl<'r> Telling<'r> {
    pub fn new(texts: &'r RuleTexts, locale: &'r Locale, plan: &'r Plan) -> Self {
        Self { texts, locale, empty: plan.evaluate(&Budget::default()) }
    }

    /// The text with this key. What depends on the applicant stands as it is written: `{total}`.
    pub fn text(&self, key: &str) -> String {
        let named = |name: &str| format!("{{{name}}}");
        show::fixed_text(self.locale, self.texts.get(key), &self.empty, str::to_owned, named)
    }

    pub fn name(&self, kind: Kind, id: &str) -> String {
        self.text(&kind.name_key(id))
    }

    /// The value of a rule that is the same for everybody.
    pub fn fixed(&self, name: &str) -> Option<String> {
        show::fixed_value(self.locale, &self.empty, name)
    }
}
