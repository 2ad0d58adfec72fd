//! Drawings that do more than show something: none is published, whatever it is wrapped in.

use leader_site::check::drawing::{DrawingSlip, is_markup, slips, text_of};

use crate::fixture::site;

const SVG: &str = "xmlns=\"http://www.w3.org/2000/svg\"";
const SPACES: &str = "xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:h=\"http://www.w3.org/1999/xhtml\" xmlns:s=\"http://www.w3.org/2000/svg\"";

/// Pieces of a drawing that must not be published.
fn vectors() -> Vec<String> {
    let mut vectors: Vec<String> = [
        "<script>alert(1)</script>",
        "<script/>",
        "<script href=\"data:text/javascript,alert(1)\"/>",
        "<s:script>alert(1)</s:script>",
        "<h:script>alert(1)</h:script>",
        "<h:div>words</h:div>",
        "<foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\">x</p></foreignObject>",
        "<s:foreignObject/>",
        "<iframe src=\"https://example.com/\"/>",
        "<embed src=\"x\"/>",
        "<object data=\"x\"/>",
        "<h:iframe src=\"https://example.com/\"/>",
        "<h:base href=\"https://example.com/\"/>",
        "<h:meta http-equiv=\"refresh\" content=\"0;url=https://example.com/\"/>",
        "<handler type=\"application/ecmascript\">alert(1)</handler>",
        "<listener event=\"click\" handler=\"#a\"/>",
        "<audio src=\"x\"/>",
        "<video src=\"x\"/>",
        "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body/></html>",
        "<a href=\"#a\"><set attributeName=\"href\" to=\"javascript:alert(1)\"/></a>",
        "<a xlink:href=\"#a\"><animate attributeName=\"xlink:href\" values=\"#a;javascript:alert(1)\"/></a>",
        "<a><animate attributeName=\"HREF\" from=\"#a\" to=\"#b\"/></a>",
        "<set attributeName=\"onclick\" to=\"alert(1)\"/>",
        "<use href=\"https://example.com/a.svg#a\"/>",
        "<use xlink:href=\"//example.com/a.svg#a\"/>",
        "<use href=\"data:image/svg+xml;base64,PHN2Zy8+#a\"/>",
        "<use href=\"other.svg#a\"/>",
        "<image href=\"https://example.com/a.png\"/>",
        "<image xlink:href=\"file:///C:/a.png\"/>",
        "<image href=\"data:image/svg+xml,&lt;svg/&gt;\"/>",
        "<image href=\"data:text/html,x\"/>",
        "<feImage href=\"https://example.com/a.png\"/>",
        "<linearGradient href=\"https://example.com/a.svg#g\"/>",
        "<textPath href=\"https://example.com/a.svg#p\"/>",
        "<style>@import url(https://example.com/a.css);</style>",
        "<style>@import 'https://example.com/a.css';</style>",
        "<style>@IMPORT \"a.css\";</style>",
        "<style>@\\69mport 'a.css';</style>",
        "<style>a{fill:url(https://example.com/a.svg#p)}</style>",
        "<style>a{fill:u\\72l( 'https://example.com/a.svg#p' )}</style>",
        "<style>@font-face{font-family:a;src:url(https://example.com/a.woff2)}</style>",
        "<style><![CDATA[@import 'a.css';]]></style>",
        "<style>a{background:image-set('https://example.com/a.png' 1x)}</style>",
        "<style>a{-moz-binding:url(#x)}</style>",
        "<rect style=\"fill:url(https://example.com/a.svg#p)\"/>",
        "<rect fill=\"url(https://example.com/a.svg#p)\"/>",
        "<rect filter=\"URL( &quot;https://example.com/a.svg#f&quot; )\"/>",
        "<rect mask=\"url(javascript:alert(1))\"/>",
        "<rect style=\"behavior:url(#x)\"/>",
        "<rect style=\"width:expression(alert(1))\"/>",
        "<?xml-stylesheet href=\"a.css\"?>",
        "<?XML-stylesheet type=\"text/xsl\" href=\"#a\"?>",
        "<xsl:stylesheet xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\"/>",
        "<g xml:base=\"https://example.com/\"><use href=\"#a\"/></g>",
        "<g xml:base=\"javascript:alert(1)//\"/>",
    ]
    .map(str::to_owned)
    .into();
    // Every event, spelt in every way.
    for event in [
        "load",
        "click",
        "error",
        "begin",
        "end",
        "repeat",
        "mouseover",
        "focusin",
        "activate",
        "wheel",
        "Load",
        "LOAD",
    ] {
        for element in ["g", "rect", "animate", "image", "a", "s:circle"] {
            for start in ["on", "ON", "oN"] {
                vectors.push(format!("<{element} {start}{event}=\"alert(1)\"/>"));
                vectors.push(format!("<{element} id='a'\n\t{start}{event} = 'alert(1)'/>"));
            }
        }
    }
    // Addresses of scripts, as browsers read them.
    for scheme in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "&#106;avascript:alert(1)",
        "&#x6A;avascript&#58;alert(1)",
        "java&#10;script:alert(1)",
        "java&#9;script:alert(1)",
        "&#13;javascript:alert(1)",
        "vbscript:x",
        "data:text/html,&lt;script&gt;alert(1)&lt;/script&gt;",
        "data:,x",
        "data:image/svg+xml,x",
        "data:application/xhtml+xml,x",
        "blob:x",
        "filesystem:x",
        "view-source:x",
        "livescript:x",
    ] {
        for attribute in ["href", "xlink:href"] {
            for element in ["a", "use", "image", "s:a", "pattern"] {
                vectors.push(format!("<{element} {attribute}=\"{scheme}\"/>"));
            }
        }
    }
    vectors
}

/// Ways to write a drawing around a piece of it.
fn wrapped(piece: &str) -> Vec<String> {
    let deep = "<g>".repeat(400) + piece + &"</g>".repeat(400);
    vec![
        format!("<svg {SVG} {SPACES}>{piece}</svg>"),
        format!(
            "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- made by x -->\n<svg {SVG} {SPACES}>\n  {piece}\n</svg>\n"
        ),
        format!(
            "<?xml version='1.0' standalone='no'?><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\"><svg {SVG} {SPACES}><defs><symbol>{piece}</symbol></defs></svg>"
        ),
        format!(
            "<s:svg {SPACES} {SVG}><metadata><x xmlns=\"urn:x\"><svg {SVG}>{piece}</svg></x></metadata></s:svg>"
        ),
        format!("<svg {SVG} {SPACES}>{deep}</svg>"),
        format!("<svg {SPACES}>{piece}</svg>"),
        format!("<svg {SVG} {SPACES}><switch><text>ä</text>{piece}</switch><!-- {SVG} --></svg>"),
    ]
}

#[test]
fn no_drawing_with_a_script_passes() {
    let vectors = vectors();
    assert!(vectors.len() > 250, "{}", vectors.len());
    let mut wrong = Vec::new();
    for piece in &vectors {
        for drawing in wrapped(piece) {
            let text = text_of(drawing.as_bytes()).expect("a text");
            let found = slips(text);
            // Not by chance, because it could not be read.
            let is_found =
                found.iter().any(|(slip, _)| !matches!(slip, DrawingSlip::Malformed | DrawingSlip::TooLarge));
            if !is_found {
                wrong.push(format!("{piece}\n    in {}: {found:?}", &drawing[..drawing.len().min(120)]));
            }
            for (_, range) in found {
                assert!(text.get(range.clone()).is_some(), "{range:?} in {drawing}");
            }
        }
    }
    assert!(wrong.is_empty(), "{} passed\n{}", wrong.len(), wrong.join("\n"));
}

/// The place that is shown is that of the piece.
#[test]
fn the_place_is_that_of_the_piece() {
    for piece in vectors() {
        let drawing = format!("<svg {SVG} {SPACES}>\n<rect/>\n{piece}\n<rect/></svg>");
        let start = drawing.find(&piece).expect("the piece");
        for (slip, range) in slips(&drawing) {
            assert!(
                range.start >= start && range.end <= start + piece.len(),
                "{slip:?} {range:?} of {piece}"
            );
        }
    }
}

#[test]
fn other_encodings_and_packings_are_refused() {
    let drawing = format!("<svg {SVG}><script>1</script></svg>");
    let wide = |order: fn(u16) -> [u8; 2], mark: &[u8]| {
        let mut bytes = mark.to_vec();
        bytes.extend(drawing.encode_utf16().flat_map(order));
        bytes
    };
    for bytes in [
        wide(u16::to_le_bytes, b"\xff\xfe"),
        wide(u16::to_be_bytes, b"\xfe\xff"),
        wide(u16::to_le_bytes, b""),
        wide(u16::to_be_bytes, b""),
        b"\x1f\x8b\x08rest".to_vec(),
        b"<svg>\xe4</svg>".to_vec(),
    ] {
        let found = text_of(&bytes)
            .map_or_else(|slip| vec![slip], |text| slips(text).into_iter().map(|(slip, _)| slip).collect());
        assert!(!found.is_empty(), "{bytes:?}");
    }
    for encoding in
        ["utf-7", "UTF-16", "iso-8859-1", "windows-1252", "Shift_JIS", "ISO-2022-JP", "x-user-defined"]
    {
        for quote in ['"', '\''] {
            let drawing = format!("<?xml version=\"1.0\" encoding = {quote}{encoding}{quote}?><svg {SVG}/>");
            assert_eq!(slips(&drawing)[0].0, DrawingSlip::Encoding, "{encoding}");
            assert_eq!(&drawing[slips(&drawing)[0].1.clone()], encoding);
        }
    }
}

#[test]
fn entities_and_broken_drawings_are_refused() {
    for subset in [
        "<!ENTITY x \"&#60;script/>\">",
        "<!ENTITY % p SYSTEM \"https://example.com/a\">%p;",
        "<!ENTITY ns_svg \"http://www.w3.org/2000/svg\">",
        "<!ATTLIST svg onload CDATA \"alert(1)\">",
        "",
    ] {
        for name in ["DOCTYPE svg", "DOCTYPE\nsvg SYSTEM \"a[b.dtd\"", "DOCTYPE svg PUBLIC '>' \">\""] {
            let drawing = format!("<?xml version=\"1.0\"?>\n<!-- [ > -->\n<!{name} [{subset}]><svg {SVG}/>");
            assert_eq!(slips(&drawing)[0].0, DrawingSlip::Entities, "{drawing}");
        }
    }
    for broken in [
        "words",
        "<svg",
        "<svg>",
        "<svg></g>",
        "<svg a=1/>",
        "<svg/><svg/>",
        "<svg>&nbsp;</svg>",
        "<svg a:b=''/>",
        "<svg>\u{1}</svg>",
        "<!DOCTYPE svg",
        "<?xml",
    ] {
        let found = slips(broken);
        assert_eq!(found.len(), 1, "{broken}");
        assert_eq!(found[0].0, DrawingSlip::Malformed, "{broken}");
    }
    let many = format!("<svg {SVG}>{}</svg>", "<a/>".repeat(2_100_000));
    assert_eq!(slips(&many)[0].0, DrawingSlip::TooLarge);
    let deep = format!("<svg {SVG}>{}{}</svg>", "<g>".repeat(300_000), "</g>".repeat(300_000));
    assert_eq!(slips(&deep), []);
}

/// What drawing programs write passes.
#[test]
fn ordinary_drawings_pass() {
    let inkscape = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<!-- Created with Inkscape (http://www.inkscape.org/) -->\n\
        <svg width=\"210mm\" height=\"297mm\" viewBox=\"0 0 210 297\" version=\"1.1\" id=\"svg5\" inkscape:version=\"1.2.2\" sodipodi:docname=\"logo.svg\" inkscape:export-filename=\"C:\\kuvat\\logo.png\"\n\
        xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\" xmlns:sodipodi=\"http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd\"\n\
        xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns=\"http://www.w3.org/2000/svg\" xmlns:svg=\"http://www.w3.org/2000/svg\" xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:cc=\"http://creativecommons.org/ns#\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
        <sodipodi:namedview id=\"namedview7\" pagecolor=\"#ffffff\" inkscape:onfoo=\"x\" showgrid=\"false\"/>\n\
        <defs id=\"defs2\"><linearGradient id=\"g\"><stop style=\"stop-color:#000;stop-opacity:1\" offset=\"0\"/></linearGradient><linearGradient xlink:href=\"#g\" id=\"h\"/><style>.a{fill:url(#g)} /* ä */</style></defs>\n\
        <metadata><rdf:RDF><cc:Work rdf:about=\"\"><dc:format>image/svg+xml</dc:format><dc:type rdf:resource=\"http://purl.org/dc/dcmitype/StillImage\"/><cc:license rdf:resource=\"http://creativecommons.org/licenses/by/4.0/\"/></cc:Work></rdf:RDF></metadata>\n\
        <g inkscape:label=\"Layer 1\" inkscape:groupmode=\"layer\"><path style=\"fill:url(#h);marker-start:url('#m')\" d=\"M 0,0 H 1\" sodipodi:nodetypes=\"cc\"/><flowRoot><flowRegion><rect/></flowRegion><flowPara>Leader</flowPara></flowRoot>\
        <image xlink:href=\"data:image/png;base64,iVBORw0KGgo=\n  AAA\" sodipodi:absref=\"C:\\a.png\"/></g>\n</svg>\n";
    let illustrator = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- Generator: Adobe Illustrator 27.0.0, SVG Export Plug-In . SVG Version: 6.00 Build 0)  -->\n\
        <!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n\
        <svg version=\"1.1\" id=\"Layer_1\" xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" x=\"0px\" y=\"0px\" viewBox=\"0 0 100 50\" style=\"enable-background:new 0 0 100 50;\" xml:space=\"preserve\">\n\
        <style type=\"text/css\">\n.st0{clip-path:url(#SVGID_2_);fill:#123C69;}\n.st1{font-family:'MyriadPro-Regular';}\n</style>\n<defs><rect id=\"SVGID_1_\"/></defs><clipPath id=\"SVGID_2_\"><use xlink:href=\"#SVGID_1_\" style=\"overflow:visible;\"/></clipPath><text transform=\"matrix(1 0 0 1 0 0)\" class=\"st1\">On</text></svg>";
    let figma = "<svg width=\"24\" height=\"24\" viewBox=\"0 0 24 24\" fill=\"none\" xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">\n<g clip-path=\"url(#clip0_1_2)\" filter=\"url(#f)\"><rect fill=\"url(#pattern0)\"/></g><defs><pattern id=\"pattern0\"><use xlink:href=\"#image0\"/></pattern><clipPath id=\"clip0_1_2\"/><image id=\"image0\" width=\"2\" height=\"2\" xlink:href=\"data:image/jpeg;base64,/9j/\"/></defs></svg>";
    let others = [
        "<svg/>",
        "",
        "\n",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><a href=\"https://leader.fi/\"><text>leader.fi</text></a><a href=\"mailto:a@leader.fi\"/><a href=\"/sivu/\"/></svg>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><rect><animate attributeName=\"opacity\" from=\"0\" to=\"1\" dur=\"1s\"/><animateTransform attributeName=\"transform\" values=\"0;1\"/></rect></svg>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><style>@font-face{font-family:a;src:url(data:font/woff2;base64,AAAA)}</style></svg>",
        "<?xpacket begin=''?><rss version=\"2.0\"><channel><link>https://a.fi/</link><item once=\"1\"><object href=\"https://a.fi/\"/></item></channel></rss>",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><link href=\"https://a.fi/\"/></feed>",
    ];
    for drawing in [inkscape, illustrator, figma].iter().chain(&others) {
        assert_eq!(slips(drawing), [], "{drawing}");
    }
}

#[test]
fn markup_is_known_by_its_first_sign() {
    for head in [
        b"<svg".as_slice(),
        b"\xef\xbb\xbf\n <?xml",
        b"\xff\xfe<\0s\0",
        b"\0<\0s",
        b"<\0!\0",
        b"<!DOCTYPE html>",
        b"<HTML",
    ] {
        assert!(is_markup(head), "{head:?}");
    }
    for head in [
        b"\x89PNG\r\n\x1a\n".as_slice(),
        b"\xff\xd8\xff",
        b"GIF89a<svg",
        b"RIFF",
        b"BM<svg",
        b"",
        b"<",
        b"< ",
    ] {
        assert!(!is_markup(head), "{head:?}");
    }
}

/// Wherever a drawing lies, and whatever it is called, the build stops.
#[test]
fn no_place_and_no_name_lets_it_through() {
    let script = format!("<svg {SVG} onload=\"alert(1)\"/>");
    let page = "-- content/fi/sivu.md --\n---\ntitle: Sivu\n---\nTeksti.\n";
    for path in [
        "content/fi/kuva.svg",
        "content/fi/kansio/KUVA.SVG",
        "content/fi/kuva.svgz",
        "content/fi/tieto.xml",
        "content/fi/kuva.png",
        "content/fi/kuva.JPG",
        "content/fi/kuva.webp",
        "static/kuva.svg",
        "static/kuvat/kuva.gif",
        "themes/plain/static/logo.svg",
        "themes/plain/static/fixed/logo.svg",
        "themes/plain/static/kuva.svg.tera",
    ] {
        let site = site(&format!("{page}-- {path} --\n{script}\n"));
        let said = site.build().err().unwrap_or_default();
        assert!(
            said.contains("error[picture-script]") || said.contains("error[picture-disguised]"),
            "{path}: {said}"
        );
        assert!(said.contains(path), "{path}: {said}");
        if !said.contains("disguised") {
            assert!(said.contains("onload"), "{path}: {said}");
        }
    }
}
