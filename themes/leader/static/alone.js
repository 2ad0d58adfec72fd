// The calculator within another site: tells the frame how tall it is, and takes an accent colour that can be
// read whatever it is. As a file on a disk there is nothing to tell.

/* ------------------------------------------------------------ colours */

const channels = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
const light = channel => {
  const part = channel / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
};
const luminance = hex => channels(hex).reduce((sum, x, i) => sum + light(x) * [0.2126, 0.7152, 0.0722][i], 0);

/** The contrast of two colours, 1 to 21. */
export const contrast = (a, b) => {
  const [dark, bright] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dark + 0.05);
};

const mix = (hex, other, share) =>
  `#${channels(hex).map((x, i) => Math.round(x + (channels(other)[i] - x) * share).toString(16).padStart(2, '0')).join('')}`;

/** The colour, made darker or lighter until it has this contrast with every ground. */
export const readable = (hex, grounds, wanted = 7) => {
  const end = luminance(grounds[0]) > 0.18 ? '#000000' : '#ffffff';
  for (let share = 0; share < 1; share += 0.02) {
    const tried = mix(hex, end, share);
    if (grounds.every(ground => contrast(tried, ground) >= wanted)) return tried;
  }
  return end;
};

const isDark = typeof matchMedia === 'undefined' ? undefined : matchMedia('(prefers-color-scheme: dark)');

const paint = accent => {
  const {style} = document.documentElement;
  const grounds = isDark.matches ? ['#111915', '#1b2620', '#17301f'] : ['#ffffff', '#f1f4ea', '#e5f2e6'];
  const chosen = readable(accent, grounds);
  style.setProperty('--accent', chosen);
  style.setProperty('--on-accent', contrast(chosen, '#ffffff') >= 7 ? '#ffffff' : '#000000');
};

/* ------------------------------------------------------------ within a frame */

const start = () => {
  const asked = new URLSearchParams(location.search).get('accent') ?? '';
  if (/^#?[0-9a-f]{6}$/i.test(asked)) {
    const accent = `#${asked.replace('#', '').toLowerCase()}`;
    paint(accent);
    isDark.addEventListener('change', () => paint(accent));
  }
  if (parent === window) return;
  document.documentElement.classList.add('framed');
  // The height says nothing of what is typed, so that any site may hear it.
  const tell = () => parent.postMessage({leaderCalculator: Math.ceil(document.body.getBoundingClientRect().height)}, '*');
  new ResizeObserver(tell).observe(document.body);
  tell();
};

if (typeof document !== 'undefined') start();
