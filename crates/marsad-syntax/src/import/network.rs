//! How do saved layers become packed ones?
//!
//! In come the layers of a saved network, out come the sections that
//! [`Tok2Vec`](crate::tok2vec::Tok2Vec), the tagger and the scorer read.
//!
//! Invariant: numbers are only moved, never computed.

use super::thinc::{Layer, Model};
use super::unsupported;
use crate::archive::ArchiveBuilder;
use crate::error::Error;
use crate::kernel::{Activation, PIECES, pack};
use crate::tok2vec::{Column, HashTable, Tok2VecShape};
use crate::transition::ScorerShape;

/// Writes an embedding and encoding network.
pub(super) fn tok2vec(
    archive: &mut ArchiveBuilder,
    name: &str,
    model: &Model,
) -> Result<Tok2VecShape, Error> {
    let columns = model.first("extract_features")?.strings("columns")?;
    let mut tables = Vec::new();
    let mut widths = Vec::new();
    for (at, layer) in model.all("hashembed").enumerate() {
        let ([rows, width], numbers) = layer.array("E")?;
        let column = columns.get(layer.whole("column")?).map(String::as_str);
        let column = match column {
            Some("NORM") => Column::Norm,
            Some("PREFIX") => Column::Prefix,
            Some("SUFFIX") => Column::Suffix,
            Some("SHAPE") => Column::Shape,
            Some("SPACY") => Column::Spacy,
            Some("IS_SPACE") => Column::IsSpace,
            other => {
                return Err(unsupported(
                    &format!(
                        "the embedding of {}",
                        other.unwrap_or("an unnamed attribute")
                    ),
                    "only NORM, PREFIX, SUFFIX, SHAPE, SPACY and IS_SPACE are computed",
                ));
            }
        };
        let seed = u32::try_from(layer.whole("seed")?)
            .map_err(|error| super::format_error(name, &error))?;
        archive.floats(&format!("{name}/table{at}"), &numbers);
        tables.push(HashTable { column, seed, rows });
        widths.push(width);
    }
    let window = model.first("expand_window")?.whole("window_size")?;
    let layers: Vec<(&Layer, &Layer)> = model.all("maxout").zip(model.all("layernorm")).collect();
    let Some(((mixer, mixer_norm), encoder)) =
        layers.split_first().map(|(first, rest)| (*first, rest))
    else {
        return Err(unsupported(name, "its embedding has no maxout layer"));
    };
    let ([width, _, joined], _) = mixer.array("W")?;
    if widths.iter().any(|table| *table != width) || joined != width * tables.len() {
        return Err(unsupported(
            name,
            "its embedding tables and mixer differ in width",
        ));
    }
    maxout(archive, &format!("{name}/mixer"), mixer)?;
    norm(archive, &format!("{name}/mixer"), mixer_norm)?;
    for (at, (layer, layer_norm)) in encoder.iter().enumerate() {
        let part = format!("{name}/layer{at}");
        let ([outputs, _, inputs], _) = layer.array("W")?;
        if outputs != width || inputs != (2 * window + 1) * width {
            return Err(unsupported(name, "its encoding layers differ in width"));
        }
        if at == 0 {
            window_products(archive, &part, layer)?;
        } else {
            maxout(archive, &part, layer)?;
        }
        norm(archive, &part, layer_norm)?;
    }
    Ok(Tok2VecShape {
        tables,
        width,
        depth: encoder.len(),
        window,
    })
}

/// Writes the output layer of a tagger.
pub(super) fn tagger(
    archive: &mut ArchiveBuilder,
    name: &str,
    model: &Model,
    width: usize,
    labels: usize,
) -> Result<(), Error> {
    let layer = model.first("softmax")?;
    expect_lengths(name, layer.array("W")?.0, [labels, width])?;
    linear(archive, &format!("{name}/score"), layer)
}

/// Writes the scoring network of a parser or recogniser.
pub(super) fn scorer(
    archive: &mut ArchiveBuilder,
    name: &str,
    model: &Model,
    width: usize,
    moves: usize,
) -> Result<ScorerShape, Error> {
    if !model.first("parser_model")?.flag("has_upper") {
        return Err(unsupported(
            name,
            "it has no layer between the hidden units and the scores",
        ));
    }
    // The network lists its score layer before the one that reduces the rows.
    let mut linears = model.all("linear");
    let (Some(score), Some(reduce), None) = (linears.next(), linears.next(), linears.next()) else {
        return Err(unsupported(
            name,
            "it does not have exactly two linear layers",
        ));
    };
    let ([reduced, reduce_inputs], _) = reduce.array("W")?;
    let contribute = model.first("precomputable_affine")?;
    let ([roles, hidden, pieces, inputs], weights) = contribute.array("W")?;
    if roles != 8 && roles != 3 {
        return Err(unsupported(
            name,
            "its states are described by extra tokens",
        ));
    }
    expect_lengths(name, [reduce_inputs, inputs], [width, reduced])?;
    expect_lengths(name, score.array("W")?.0, [moves, hidden])?;
    linear(archive, &format!("{name}/reduce"), reduce)?;
    linear(archive, &format!("{name}/score"), score)?;

    // All units of a piece lie together, so that pieces compare as vectors.
    let (_, missing) = contribute.array::<4>("pad")?;
    let (_, bias) = contribute.array::<2>("b")?;
    let by_piece = |numbers: &[f32]| -> Vec<f32> {
        numbers
            .chunks_exact(hidden * pieces)
            .flat_map(|role| {
                (0..pieces * hidden).map(|at| role[at % hidden * pieces + at / hidden])
            })
            .collect()
    };
    let outputs = roles * pieces * hidden;
    let (panels, packed_bias) = pack(
        Activation::Linear,
        inputs,
        outputs,
        |output, _, input| {
            let (role, place) = (output / (pieces * hidden), output % (pieces * hidden));
            let unit = place % hidden * pieces + place / hidden;
            weights[(role * hidden * pieces + unit) * inputs + input]
        },
        |_, _| 0.0,
    );
    archive.floats(&format!("{name}/contribute/weights"), &panels);
    archive.floats(&format!("{name}/contribute/bias"), &packed_bias);
    archive.floats(&format!("{name}/missing"), &by_piece(&missing));
    archive.floats(&format!("{name}/hidden_bias"), &by_piece(&bias));
    Ok(ScorerShape {
        width,
        reduced,
        roles,
        hidden,
        pieces,
        moves,
    })
}

fn expect_lengths(name: &str, found: [usize; 2], expected: [usize; 2]) -> Result<(), Error> {
    if found == expected {
        return Ok(());
    }
    Err(unsupported(
        name,
        &format!("its layers have lengths {found:?}, not {expected:?}"),
    ))
}

fn linear(archive: &mut ArchiveBuilder, name: &str, layer: &Layer) -> Result<(), Error> {
    let ([outputs, inputs], weights) = layer.array("W")?;
    let (_, bias) = layer.array::<1>("b")?;
    let (panels, packed_bias) = pack(
        Activation::Linear,
        inputs,
        outputs,
        |output, _, input| weights[output * inputs + input],
        |output, _| bias[output],
    );
    archive.floats(&format!("{name}/weights"), &panels);
    archive.floats(&format!("{name}/bias"), &packed_bias);
    Ok(())
}

/// The piece of a saved unit that stands in each of our places: a unit with
/// fewer pieces repeats its first, which never changes the greatest.
fn pieces(name: &str, saved: usize) -> Result<[usize; PIECES], Error> {
    if saved == 0 || saved > PIECES {
        return Err(unsupported(
            name,
            &format!("it has maxout units of {saved} pieces"),
        ));
    }
    Ok(std::array::from_fn(
        |piece| if piece < saved { piece } else { 0 },
    ))
}

fn maxout(archive: &mut ArchiveBuilder, name: &str, layer: &Layer) -> Result<(), Error> {
    let ([outputs, saved, inputs], weights) = layer.array("W")?;
    let (_, bias) = layer.array::<2>("b")?;
    let pieces = pieces(name, saved)?;
    let (panels, packed_bias) = pack(
        Activation::Maxout,
        inputs,
        outputs,
        |output, piece, input| weights[(output * saved + pieces[piece]) * inputs + input],
        |output, piece| bias[output * saved + pieces[piece]],
    );
    archive.floats(&format!("{name}/weights"), &panels);
    archive.floats(&format!("{name}/bias"), &packed_bias);
    Ok(())
}

/// The first encoding layer, as one product for each place in the window:
/// place, then piece, then unit.
fn window_products(archive: &mut ArchiveBuilder, name: &str, layer: &Layer) -> Result<(), Error> {
    let ([width, saved, inputs], weights) = layer.array("W")?;
    let (_, bias) = layer.array::<2>("b")?;
    let pieces = pieces(name, saved)?;
    let (panels, packed_bias) = pack(
        Activation::Linear,
        width,
        inputs / width * PIECES * width,
        |output, _, input| {
            let (place, piece, unit) = (
                output / (PIECES * width),
                output / width % PIECES,
                output % width,
            );
            weights[(unit * saved + pieces[piece]) * inputs + place * width + input]
        },
        |_, _| 0.0,
    );
    archive.floats(&format!("{name}/weights"), &panels);
    archive.floats(&format!("{name}/bias"), &packed_bias);
    let sum_bias: Vec<f32> = (0..PIECES * width)
        .map(|at| bias[at % width * saved + pieces[at / width]])
        .collect();
    archive.floats(&format!("{name}/sum_bias"), &sum_bias);
    Ok(())
}

fn norm(archive: &mut ArchiveBuilder, name: &str, layer: &Layer) -> Result<(), Error> {
    archive.floats(&format!("{name}/gain"), &layer.array::<1>("G")?.1);
    archive.floats(&format!("{name}/shift"), &layer.array::<1>("b")?.1);
    Ok(())
}
