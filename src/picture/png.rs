//! PNG: chunks with a length, a name and a checksum.

use std::ops::Range;

use super::{Slip, be32, exif, part};

struct Chunk<'b> {
    name: &'b [u8],
    content: &'b [u8],
    whole: Range<usize>,
}

/// The chunks up to the last, each with a right checksum.
fn chunks(bytes: &[u8]) -> Result<Vec<Chunk<'_>>, Slip> {
    let mut chunks = Vec::new();
    let mut at = 8;
    loop {
        let length = usize::try_from(be32(bytes, at)?).map_err(|_| Slip::Cut)?;
        let named = part(bytes, at + 4, length.checked_add(4).ok_or(Slip::Cut)?)?;
        let (name, content) = named.split_at(4);
        let end = at + 12 + length;
        if be32(bytes, end - 4)? != crc32fast::hash(named) {
            return Err(Slip::Broken);
        }
        chunks.push(Chunk { name, content, whole: at..end });
        if name == b"IEND" {
            return Ok(chunks);
        }
        at = end;
    }
}

pub(super) fn size(bytes: &[u8]) -> Result<(u32, u32), Slip> {
    let chunks = chunks(bytes)?;
    let head = chunks.first().filter(|chunk| chunk.name == b"IHDR").ok_or(Slip::Broken)?;
    if !chunks.iter().any(|chunk| chunk.name == b"IDAT" && !chunk.content.is_empty()) {
        return Err(Slip::Broken);
    }
    let size = (be32(head.content, 0)?, be32(head.content, 4)?);
    Ok(exif::turned(size, orientation(&chunks)))
}

fn orientation(chunks: &[Chunk<'_>]) -> Option<u8> {
    exif::orientation(chunks.iter().find(|chunk| chunk.name == b"eXIf")?.content)
}

/// How it is to be turned.
pub(super) fn turn(bytes: &[u8]) -> Option<u8> {
    orientation(&chunks(bytes).ok()?)
}

/// Whether it is made of several pictures, one after the other.
pub(super) fn moves(bytes: &[u8]) -> bool {
    chunks(bytes).is_ok_and(|chunks| chunks.iter().any(|chunk| chunk.name == b"acTL"))
}

/// Whether parts of it may be clear: it has a channel for that, or a colour.
pub(super) fn may_be_clear(bytes: &[u8]) -> bool {
    chunks(bytes).is_ok_and(|chunks| {
        let kind = chunks.first().and_then(|head| head.content.get(9));
        matches!(kind, Some(4 | 6)) || chunks.iter().any(|chunk| chunk.name == b"tRNS")
    })
}

/// What a picture is shown by, besides the chunks that every picture needs: colours, the size of its
/// points, movement.
const KEPT: [&[u8]; 17] = [
    b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"mDCv", b"cLLI", b"cLLi", b"bKGD",
    b"sBIT", b"hIST", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

pub(super) fn cleaned(bytes: &[u8]) -> Option<Vec<u8>> {
    let chunks = chunks(bytes).ok()?;
    let mut cleaned = Vec::with_capacity(bytes.len());
    cleaned.extend_from_slice(&bytes[..8]);
    for chunk in chunks {
        // A capital letter at the start: no picture without it.
        if chunk.name[0].is_ascii_uppercase() || KEPT.contains(&chunk.name) {
            cleaned.extend_from_slice(&bytes[chunk.whole]);
        } else if chunk.name == b"eXIf"
            && let Some(orientation) = exif::orientation(chunk.content).filter(|turn| *turn != 1)
        {
            let named = [b"eXIf", exif::only(orientation).as_slice()].concat();
            let length = u32::try_from(named.len() - 4).unwrap_or(0);
            cleaned.extend_from_slice(&length.to_be_bytes());
            cleaned.extend_from_slice(&named);
            cleaned.extend_from_slice(&crc32fast::hash(&named).to_be_bytes());
        }
    }
    Some(cleaned)
}
