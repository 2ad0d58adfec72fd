//! The one entry of Exif data that a picture needs: how it is to be turned.

/// The orientation in a block of TIFF data, 1 to 8.
pub(super) fn orientation(tiff: &[u8]) -> Option<u8> {
    let is_little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let u16_at = |at: usize| {
        let pair = <[u8; 2]>::try_from(tiff.get(at..at.checked_add(2)?)?).ok()?;
        Some(if is_little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let u32_at = |at: usize| {
        let four = <[u8; 4]>::try_from(tiff.get(at..at.checked_add(4)?)?).ok()?;
        Some(if is_little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    };
    let first = usize::try_from(u32_at(4)?).ok()?;
    let count = usize::from(u16_at(first)?);
    (0..count).find_map(|number| {
        let entry = first.checked_add(2 + number * 12)?;
        // Tag 0x0112, a number of 16 bits.
        let is_it = u16_at(entry)? == 0x0112 && u16_at(entry + 2)? == 3;
        let value = if is_it { u16_at(entry + 8)? } else { 0 };
        u8::try_from(value).ok().filter(|value| (1..=8).contains(value))
    })
}

/// A block of TIFF data with nothing but an orientation.
pub(super) fn only(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    tiff.extend_from_slice(&[orientation, 0, 0, 0, 0, 0, 0]);
    tiff
}

/// Width and height of a picture that is turned.
pub(super) fn turned((width, height): (u32, u32), orientation: Option<u8>) -> (u32, u32) {
    match orientation {
        Some(5..=8) => (height, width),
        _ => (width, height),
    }
}
