//! How do several drawings stand on one page?
//!
//! In come drawings; out comes HTML that shows them one after another, each as
//! wide as it is, with its sentence above it. Invariant: the page needs nothing
//! but itself.

/// What stands before the first drawing.
pub(crate) const HEAD: &str = "<!DOCTYPE html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<title>Sentences and their trees</title>
<style>
body { font-family: 'Segoe UI', 'DejaVu Sans', sans-serif; margin: 2rem; color: #1a202c; background: #f7fafc; }
figure { margin: 0 0 2rem; padding: 1rem; background: #fff; border: 1px solid #e2e8f0; border-radius: 6px; overflow-x: auto; }
figcaption { position: sticky; left: 0; max-width: 60rem; color: #4a5568; font-size: 0.9rem; margin-bottom: 0.5rem; }
</style>
</head>
<body>
";

/// What stands after the last drawing.
pub(crate) const FOOT: &str = "</body>\n</html>\n";

/// One drawing with its name and its sentence.
pub(crate) fn figure(name: &str, sentence: &str, svg: &str) -> String {
    let (name, sentence) = (super::tree::escaped(name), super::tree::escaped(sentence));
    format!("<figure>\n<figcaption><b>{name}</b> {sentence}</figcaption>\n{svg}</figure>\n")
}
