//! Words for scripts that are loaded on demand: each template in `modules/` is rendered once in each
//! language, with the data of the calculator, and published as a script that exports its HTML.
//!
//! Forms to fill in are published beside them, and as scripts that can fill them.
//!
//! A page may fetch nothing by its policy, so that what is typed into it cannot leave it; its own
//! scripts it may import. What a script shows stays with the theme's other words that way.

use std::collections::BTreeMap;

use tera::{Context, Value};

use super::assets::{Assets, published_name};
use super::html::encode_path;
use super::references::{Block, References};
use super::templates::{Engine, TemplateError};
use crate::diag::{Diagnostics, Reported};
use crate::model::output::{Content, Sink, SinkError};
use crate::model::site::Site;

/// The block whose data the templates see.
const DATA: &str = "calculator";

/// Publishes the modules of a language, and shares their addresses with its templates: `modules.more`
/// for `modules/more.html`. Nothing where the site has no calculator.
pub(super) fn publish(
    engine: &mut Engine,
    (site, language): (&Site, usize),
    references: &dyn References,
    (sink, assets): (&dyn Sink, &mut Assets),
    diags: &mut Diagnostics,
) -> Result<Result<(), Reported>, SinkError> {
    let mut urls: BTreeMap<String, Value> = BTreeMap::new();
    let mut failed = None;
    if let Ok(Some(Block { data, .. })) = references.block(DATA) {
        let mut context = Context::new();
        context.insert_value("block", data);
        let code = &site.languages[language].code;
        let prefix = &site.languages[language].prefix;
        for file in references.files() {
            let output = format!("{prefix}/{}", file.path).trim_start_matches('/').to_owned();
            sink.put(&output, Content::Bytes(&file.bytes))?;
            assets.outputs.insert(output.into_bytes());
            if let Some((name, script)) = file.script {
                let output = published_name(&format!("{name}.{code}.js"), script.as_bytes());
                sink.put(&output, Content::Bytes(script.as_bytes()))?;
                urls.insert(name, Value::from(site.base.path_to(&format!("/{}", encode_path(&output)))));
                assets.outputs.insert(output.into_bytes());
            }
        }
        context.insert_value("modules", Value::from(urls.clone()));
        for name in engine.names_in("modules/") {
            let template = format!("modules/{name}.html");
            let mut html = Vec::new();
            if let Err(error) = engine.render(language, &template, &context, &mut html) {
                let TemplateError { slip, place, callers } = *error;
                failed = Some(diags.template_failed(&slip, place.as_ref(), &callers, (&template, 0)));
                continue;
            }
            let html = String::from_utf8_lossy(&html);
            let script = format!("export default {};\n", serde_json::Value::from(html.trim()));
            let file = format!("{name}.{}.js", site.languages[language].code);
            let output = published_name(&file, script.as_bytes());
            sink.put(&output, Content::Bytes(script.as_bytes()))?;
            let url = site.base.path_to(&format!("/{}", encode_path(&output)));
            if let Some(kept) = &mut assets.kept {
                kept.insert(url.clone(), script.into_bytes());
            }
            urls.insert(name, Value::from(url));
            assets.outputs.insert(output.into_bytes());
        }
    }
    engine.share(language, vec![("modules", Value::from(urls))]);
    Ok(failed.map_or(Ok(()), Err))
}
