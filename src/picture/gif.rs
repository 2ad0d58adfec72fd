//! GIF: a head, then blocks up to a closing byte.

use std::ops::Range;

use super::{Slip, le16, part};

enum Block {
    Picture,
    /// A remark, or data of a program, which its first bytes name.
    Extra(u8, Range<usize>),
}

/// The blocks with their bytes, and where the closing byte stands.
fn blocks(bytes: &[u8]) -> Result<(usize, Vec<(Block, Range<usize>)>, usize), Slip> {
    let flags = *part(bytes, 10, 1)?.first().ok_or(Slip::Cut)?;
    let mut at = 13 + table(flags);
    let head = at;
    let mut blocks = Vec::new();
    loop {
        let start = at;
        match *bytes.get(at).ok_or(Slip::Cut)? {
            0x3b => return Ok((head, blocks, at)),
            0x2c => {
                let flags = *bytes.get(at + 9).ok_or(Slip::Cut)?;
                // Behind the table stands the size of the codes.
                at = behind(bytes, at + 10 + table(flags) + 1)?;
                blocks.push((Block::Picture, start..at));
            }
            0x21 => {
                let label = *bytes.get(at + 1).ok_or(Slip::Cut)?;
                at = behind(bytes, at + 2)?;
                blocks.push((Block::Extra(label, start + 3..at), start..at));
            }
            _ => return Err(Slip::Broken),
        }
    }
}

/// How many bytes a table of colours takes.
fn table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// The end of a row of blocks of data, of which the last is empty.
fn behind(bytes: &[u8], mut at: usize) -> Result<usize, Slip> {
    loop {
        let length = usize::from(*bytes.get(at).ok_or(Slip::Cut)?);
        at += 1 + length;
        if length == 0 {
            return Ok(at);
        }
    }
}

pub(super) fn size(bytes: &[u8]) -> Result<(u32, u32), Slip> {
    let (_, blocks, _) = blocks(bytes)?;
    if !blocks.iter().any(|(block, _)| matches!(block, Block::Picture)) {
        return Err(Slip::Broken);
    }
    Ok((u32::from(le16(bytes, 6)?), u32::from(le16(bytes, 8)?)))
}

pub(super) fn cleaned(bytes: &[u8]) -> Option<Vec<u8>> {
    let (head, blocks, end) = blocks(bytes).ok()?;
    let mut cleaned = Vec::with_capacity(bytes.len());
    cleaned.extend_from_slice(&bytes[..head]);
    for (block, whole) in blocks {
        let is_kept = match block {
            Block::Picture => true,
            // How often it moves, and its colours.
            Block::Extra(0xff, content) => {
                let program = bytes.get(content).unwrap_or_default();
                [b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"]
                    .iter()
                    .any(|known| program.starts_with(*known))
            }
            Block::Extra(label, _) => label != 0xfe,
        };
        if is_kept {
            cleaned.extend_from_slice(&bytes[whole]);
        }
    }
    cleaned.push(bytes[end]);
    Some(cleaned)
}
