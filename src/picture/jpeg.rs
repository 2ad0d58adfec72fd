//! JPEG (ITU-T T.81): segments that begin with a marker, then the picture itself.

use std::ops::Range;

use super::{Slip, be16, exif};

struct Segment {
    marker: u8,
    /// From the marker to the end; with the coded picture behind it, for a scan.
    whole: Range<usize>,
    /// Behind marker and length.
    content: Range<usize>,
}

const SCAN: u8 = 0xda;

/// The segments up to the end of the picture, and where that is.
fn segments(bytes: &[u8]) -> Result<(Vec<Segment>, usize), Slip> {
    let mut segments = Vec::new();
    let mut at = 2;
    loop {
        let start = at;
        if *bytes.get(at).ok_or(Slip::Cut)? != 0xff {
            return Err(Slip::Broken);
        }
        while *bytes.get(at).ok_or(Slip::Cut)? == 0xff {
            at += 1;
        }
        let marker = bytes[at];
        at += 1;
        match marker {
            0xd9 => return Ok((segments, at)),
            // Markers without content.
            0x01 | 0xd0..=0xd7 => continue,
            _ => {}
        }
        let length = usize::from(be16(bytes, at)?);
        if length < 2 {
            return Err(Slip::Broken);
        }
        let content = at + 2..at + length;
        at += length;
        if at > bytes.len() {
            return Err(Slip::Cut);
        }
        if marker == SCAN {
            // The coded picture goes on to the next marker that is no part of it.
            loop {
                at += memchr::memchr(0xff, &bytes[at..]).ok_or(Slip::Cut)?;
                match bytes.get(at + 1) {
                    None => return Err(Slip::Cut),
                    Some(0 | 0xd0..=0xd7) => at += 2,
                    Some(0xff) => at += 1,
                    Some(_) => break,
                }
            }
        }
        segments.push(Segment { marker, whole: start..at, content });
    }
}

pub(super) fn size(bytes: &[u8]) -> Result<(u32, u32), Slip> {
    let (segments, _) = segments(bytes)?;
    // Of the markers of frames, three are tables.
    let is_frame = |marker: u8| matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
    let frame = segments.iter().find(|segment| is_frame(segment.marker)).ok_or(Slip::Broken)?;
    if !segments.iter().any(|segment| segment.marker == SCAN) {
        return Err(Slip::Cut);
    }
    let content = &bytes[frame.content.clone()];
    let size = (u32::from(be16(content, 3)?), u32::from(be16(content, 1)?));
    Ok(exif::turned(size, orientation(bytes, &segments)))
}

const EXIF: &[u8] = b"Exif\0\0";

/// How it is to be turned.
pub(super) fn turn(bytes: &[u8]) -> Option<u8> {
    let (segments, _) = segments(bytes).ok()?;
    orientation(bytes, &segments)
}

fn orientation(bytes: &[u8], segments: &[Segment]) -> Option<u8> {
    let blocks = segments.iter().filter(|segment| segment.marker == 0xe1);
    let mut blocks = blocks.filter_map(|segment| bytes[segment.content.clone()].strip_prefix(EXIF));
    exif::orientation(blocks.next()?)
}

pub(super) fn cleaned(bytes: &[u8]) -> Option<Vec<u8>> {
    let (segments, _) = segments(bytes).ok()?;
    let mut cleaned = Vec::with_capacity(bytes.len());
    cleaned.extend_from_slice(&bytes[..2]);
    let mut orientation = orientation(bytes, &segments).filter(|orientation| *orientation != 1);
    for segment in &segments {
        let content = &bytes[segment.content.clone()];
        match segment.marker {
            // Resolution. A small picture in it may show what was cut away.
            0xe0 if content.starts_with(b"JFIF\0") && content.len() >= 14 => {
                put(0xe0, &[&content[..12], &[0, 0]].concat(), &mut cleaned);
            }
            0xe1 if content.starts_with(EXIF) => {
                if let Some(orientation) = orientation.take() {
                    put(0xe1, &[EXIF, &exif::only(orientation)].concat(), &mut cleaned);
                }
            }
            // Colours: the profile, and how the channels are meant.
            0xe2 if content.starts_with(b"ICC_PROFILE\0") => {
                cleaned.extend_from_slice(&bytes[segment.whole.clone()]);
            }
            0xee => cleaned.extend_from_slice(&bytes[segment.whole.clone()]),
            // Whatever programs and cameras add, and remarks.
            0xe0..=0xef | 0xfe => {}
            _ => cleaned.extend_from_slice(&bytes[segment.whole.clone()]),
        }
    }
    cleaned.extend_from_slice(&[0xff, 0xd9]);
    Some(cleaned)
}

fn put(marker: u8, content: &[u8], cleaned: &mut Vec<u8>) {
    cleaned.extend_from_slice(&[0xff, marker]);
    let length = u16::try_from(content.len() + 2).unwrap_or(u16::MAX);
    cleaned.extend_from_slice(&length.to_be_bytes());
    cleaned.extend_from_slice(content);
}
