//! A drawing surface on the SVG backend of plotters, with what that backend lacks: fractions of a pixel, dash
//! patterns, classes for dark mode, and a title that screen readers find.

use plotters::prelude::{DrawingBackend, RGBColor, SVGBackend, ShapeStyle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, FontFamily, FontStyle, TextStyle};
use std::fmt::Write;

/// The backend knows whole pixels only, so everything is drawn ten times as large.
const FINE: f64 = 10.0;

/// Text and marks.
pub(super) const INK: Paint = Paint(RGBColor(26, 33, 39));
/// Units and notes.
pub(super) const MUTED: Paint = Paint(RGBColor(85, 96, 107));
/// Axis lines.
pub(super) const AXIS: Paint = Paint(RGBColor(138, 148, 158));
/// Grid lines.
pub(super) const GRID: Paint = Paint(RGBColor(226, 230, 234));
/// The page.
pub(super) const PAPER: Paint = Paint(RGBColor(255, 255, 254));
/// Colours of series: told apart with any common colour blindness, and by lightness when printed.
pub(super) const SERIES: [Paint; 8] = [
    Paint(RGBColor(0x1b, 0x6c, 0xa8)),
    Paint(RGBColor(0xd9, 0x5f, 0x02)),
    Paint(RGBColor(0x2a, 0x8c, 0x5a)),
    Paint(RGBColor(0x8c, 0x4f, 0xa8)),
    Paint(RGBColor(0xb8, 0x86, 0x0b)),
    Paint(RGBColor(0x5a, 0x65, 0x70)),
    Paint(RGBColor(0xb0, 0x30, 0x60)),
    Paint(RGBColor(0x0f, 0x8a, 0x8a)),
];

/// A colour. Those above follow the page into dark mode; others stay as they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Paint(pub RGBColor);

/// How a line is broken up: 0 is solid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dash(pub usize);

/// Dash patterns in pixels; index 0 is solid.
const DASHES: [&str; 8] = ["", "70 40", "20 35", "110 40 20 40", "40 25", "140 50", "20 20 60 30", "90 25 20 25 20 25"];

/// How a line is drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stroke {
    /// Colour.
    pub paint: Paint,
    /// Width in pixels.
    pub width: f64,
    /// Pattern.
    pub dash: Dash,
    /// 0 to 1.
    pub opacity: f64,
}

impl Stroke {
    /// A solid line.
    pub const fn solid(paint: Paint, width: f64) -> Stroke {
        Stroke { paint, width, dash: Dash(0), opacity: 1.0 }
    }

    /// A line with a pattern.
    pub const fn dashed(paint: Paint, width: f64, dash: usize) -> Stroke {
        Stroke { paint, width, dash: Dash(dash), opacity: 1.0 }
    }

    /// The backend writes no dash pattern, so the width carries its number in the last of its digits until the
    /// picture is dressed. Widths are multiples of half a pixel.
    fn style(self) -> ShapeStyle {
        let width = (self.width * 2.0).round().max(1.0) as u32 * 5 * 10 + (self.dash.0 % DASHES.len()) as u32;
        ShapeStyle { color: mix(self.paint, self.opacity), filled: false, stroke_width: width }
    }
}

fn mix(paint: Paint, opacity: f64) -> plotters::style::RGBAColor {
    use plotters::style::Color;
    paint.0.mix(opacity)
}

/// Where a text stands to its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    /// To the right of the point.
    Left,
    /// Around the point.
    Center,
    /// To the left of the point.
    Right,
}

/// How a text is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pen {
    /// Size in pixels.
    pub size: f64,
    /// Colour.
    pub paint: Paint,
    /// Heavier.
    pub bold: bool,
    /// Side.
    pub align: Align,
}

/// The usual label.
pub(super) const LABEL: Pen = Pen { size: 13.0, paint: INK, bold: false, align: Align::Left };
/// Tick labels and notes.
pub(super) const NOTE: Pen = Pen { size: 12.0, paint: MUTED, bold: false, align: Align::Left };

impl Pen {
    /// The same, aligned otherwise.
    pub const fn align(self, align: Align) -> Pen {
        Pen { align, ..self }
    }

    /// The same, bold.
    pub const fn bold(self) -> Pen {
        Pen { bold: true, ..self }
    }
}

/// A finished picture.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Name of its file, and prefix of its ids.
    pub id: String,
    /// What it shows, in a few words.
    pub title: String,
    /// The same for who cannot see it, with what to look at.
    pub description: String,
    width: f64,
    height: f64,
    body: String,
}

impl Picture {
    /// For a page: follows the page's colours.
    pub fn inline(&self) -> String {
        self.wrap("", "")
    }

    /// For a file of its own: white background.
    pub fn standalone(&self) -> String {
        let background = "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n";
        self.wrap(" xmlns=\"http://www.w3.org/2000/svg\"", background)
    }

    fn wrap(&self, namespace: &str, background: &str) -> String {
        let (id, width, height) = (&self.id, self.width * FINE, self.height * FINE);
        let (title, description) = (escape(&self.title), escape(&self.description));
        let mut text = String::with_capacity(self.body.len() + 600);
        let _ = write!(
            text,
            "<svg{namespace} viewBox=\"0 0 {width} {height}\" width=\"100%\" role=\"img\" \
             aria-labelledby=\"{id}-title {id}-desc\" \
             font-family=\"system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif\">\n\
             <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{description}</desc>\n{background}{body}</svg>\n",
            body = self.body,
        );
        text
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The surface, in pixels from the upper left.
pub(super) struct Canvas<'a> {
    backend: SVGBackend<'a>,
}

/// Draws a picture.
pub(super) fn picture(
    id: &str,
    title: &str,
    description: &str,
    (width, height): (f64, f64),
    draw: impl FnOnce(&mut Canvas),
) -> Picture {
    let mut text = String::new();
    let mut canvas = Canvas { backend: SVGBackend::with_string(&mut text, (fine(width) as u32, fine(height) as u32)) };
    draw(&mut canvas);
    // Writing to a string cannot fail.
    let _ = canvas.backend.present();
    drop(canvas);
    Picture {
        id: id.to_string(),
        title: title.to_string(),
        description: description.to_string(),
        width,
        height,
        body: dress(&text),
    }
}

fn fine(value: f64) -> i32 {
    (value * FINE).round() as i32
}

fn point((x, y): (f64, f64)) -> (i32, i32) {
    (fine(x), fine(y))
}

impl Canvas<'_> {
    /// A line through points.
    pub fn path(&mut self, points: &[(f64, f64)], stroke: Stroke) {
        let _ = self.backend.draw_path(points.iter().map(|p| point(*p)), &stroke.style());
    }

    /// A straight line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), stroke: Stroke) {
        self.path(&[from, to], stroke);
    }

    /// A filled shape.
    pub fn area(&mut self, points: &[(f64, f64)], paint: Paint, opacity: f64) {
        let _ = self.backend.fill_polygon(points.iter().map(|p| point(*p)), &mix(paint, opacity));
    }

    /// A filled rectangle.
    pub fn bar(&mut self, from: (f64, f64), to: (f64, f64), paint: Paint, opacity: f64) {
        let _ = self.backend.draw_rect(point(from), point(to), &mix(paint, opacity), true);
    }

    /// The edge of a rectangle.
    pub fn frame(&mut self, (x0, y0): (f64, f64), (x1, y1): (f64, f64), stroke: Stroke) {
        self.path(&[(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0), (x1, y0)], stroke);
    }

    /// A text whose middle line is at the point's height.
    pub fn text(&mut self, text: &str, at: (f64, f64), pen: Pen) {
        let side = match pen.align {
            Align::Left => HPos::Left,
            Align::Center => HPos::Center,
            Align::Right => HPos::Right,
        };
        let weight = if pen.bold { FontStyle::Bold } else { FontStyle::Normal };
        // The backend divides sizes by 1.24.
        let font = FontDesc::new(FontFamily::SansSerif, pen.size * FINE * 1.24, weight);
        let style = TextStyle::from(font).color(&pen.paint.0).pos(Pos::new(side, VPos::Bottom));
        // Half the height of figures and capitals below the point, plus the half x-height that the backend takes off.
        let baseline = at.1 + pen.size * (0.36 + 0.26);
        let _ = self.backend.draw_text(text, &style, point((at.0, baseline)));
    }

    /// The mark of a series: its shape tells it apart where its colour does not.
    pub fn mark(&mut self, shape: usize, (x, y): (f64, f64), radius: f64, paint: Paint) {
        let r = radius;
        let polygon =
            |points: &[(f64, f64)]| points.iter().map(|(dx, dy)| (x + dx * r, y + dy * r)).collect::<Vec<_>>();
        let shape = match shape % 8 {
            0 => {
                let _ = self.backend.draw_circle(point((x, y)), fine(r * 1.05) as u32, &mix(paint, 1.0), true);
                return;
            }
            1 => polygon(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
            2 => polygon(&[(0.0, -1.2), (1.1, 0.85), (-1.1, 0.85)]),
            3 => polygon(&[(0.0, -1.3), (1.1, 0.0), (0.0, 1.3), (-1.1, 0.0)]),
            4 => polygon(&[(-1.1, -0.85), (1.1, -0.85), (0.0, 1.2)]),
            5 => polygon(&plus(0.0)),
            6 => polygon(&plus(std::f64::consts::FRAC_PI_4)),
            _ => polygon(&[(-1.3, -0.55), (1.3, -0.55), (1.3, 0.55), (-1.3, 0.55)]),
        };
        self.area(&shape, paint, 1.0);
    }

    /// An interval: a line with short ends across it.
    pub fn whisker(&mut self, from: (f64, f64), to: (f64, f64), stroke: Stroke) {
        self.line(from, to, stroke);
        let (dx, dy) = if (from.0 - to.0).abs() > (from.1 - to.1).abs() { (0.0, 3.0) } else { (3.0, 0.0) };
        for (x, y) in [from, to] {
            self.line((x - dx, y - dy), (x + dx, y + dy), stroke);
        }
    }
}

/// A plus sign, turned.
fn plus(angle: f64) -> Vec<(f64, f64)> {
    let (long, thick) = (1.25, 0.42);
    let corners = [(thick, long), (thick, thick), (long, thick)];
    let mut points = Vec::new();
    for quarter in 0..4 {
        let turn = angle + f64::from(quarter) * std::f64::consts::FRAC_PI_2;
        // Each quarter turn carries the corner after the last on.
        points.extend(
            corners.iter().rev().map(|(x, y)| (x * turn.cos() - y * turn.sin(), x * turn.sin() + y * turn.cos())),
        );
    }
    points
}

/// Gives the backend's elements classes and dash patterns, and takes its frame off.
fn dress(text: &str) -> String {
    let inner = text.split_once(">\n").map_or("", |(_, rest)| rest);
    let mut body = inner.trim_end().trim_end_matches("</svg>").replace("\n</text>", "</text>");
    let classes = [(INK, "ink"), (MUTED, "muted"), (AXIS, "axis"), (GRID, "grid"), (PAPER, "paper")];
    let series = SERIES.into_iter().enumerate().map(|(index, paint)| (paint, format!("s{index}")));
    for (paint, class) in classes.into_iter().map(|(p, c)| (p, c.to_string())).chain(series) {
        let RGBColor(r, g, b) = paint.0;
        for (attribute, kind) in [("fill", "f"), ("stroke", "l")] {
            let plain = format!("{attribute}=\"#{r:02X}{g:02X}{b:02X}\"");
            body = body.replace(&plain, &format!("class=\"{kind}-{class}\" {plain}"));
        }
    }
    let mut dressed = String::with_capacity(body.len());
    for line in body.lines() {
        let line = line.replace(" opacity=\"1\"", "").replace(" font-family=\"sans-serif\"", "").replace(" \"", "\"");
        let is_text = line.starts_with("<text");
        dressed.push_str(&if line.starts_with("<pol") { dash(&line) } else { line });
        // A text must follow its tag at once, or a space would lead it.
        if !is_text {
            dressed.push('\n');
        }
    }
    dressed
}

/// Reads the number of the dash pattern off the stroke width.
fn dash(line: &str) -> String {
    const KEY: &str = "stroke-width=\"";
    let Some((before, rest)) = line.split_once(KEY) else { return line.to_string() };
    let Some((width, after)) = rest.split_once('"') else { return line.to_string() };
    let code: usize = width.parse().unwrap_or(0);
    let pattern = DASHES[code % 10 % DASHES.len()];
    let dashes = if pattern.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{pattern}\"") };
    format!("{before}stroke-linejoin=\"round\" {KEY}{}\"{dashes}{after}", code / 10)
}

/// The colour of text on a filled cell: dark on light, light on dark.
pub(super) fn text_on(paint: Paint) -> Paint {
    let RGBColor(r, g, b) = paint.0;
    let linear = |c: u8| (f64::from(c) / 255.0).powf(2.2);
    let luminance = 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    // At this luminance black and white read equally well, both above the contrast of 4.5 that small text needs.
    // Neither is a colour that a class moves in dark mode.
    if luminance > 0.179 { Paint(RGBColor(0, 0, 0)) } else { Paint(RGBColor(255, 255, 255)) }
}
