// Puts the calculator into any page:
//
//   <script src="…/embed.js" defer></script>
//   <leader-calculator src="https://…/laskuri/tukilaskuri/" accent="#7a1f5c">
//     <a href="https://…/laskuri/">Tukilaskuri</a>
//   </leader-calculator>
//
// The frame is as tall as its page, as often as there are calculators. What stands within the element is shown
// where there are no scripts. No cookies, nothing is sent: what is typed stays within the frame.

(() => {
  if (customElements.get('leader-calculator')) return;

  // Taller than any page: a number from elsewhere is not to be trusted with more.
  const MOST = 50000;

  class LeaderCalculator extends HTMLElement {
    connectedCallback() {
      if (this.frame) return;
      const address = new URL(this.getAttribute('src') ?? this.querySelector('a')?.href ?? '', document.baseURI);
      const accent = this.getAttribute('accent');
      if (accent) address.searchParams.set('accent', accent);
      this.frame = document.createElement('iframe');
      this.frame.src = address;
      this.frame.title = this.getAttribute('title') ?? this.textContent.trim();
      this.frame.style.cssText = 'display:block;width:100%;height:40rem;border:0;color-scheme:normal';
      this.replaceChildren(this.frame);
      this.hear = ({source, data}) => {
        const height = data?.leaderCalculator;
        if (source !== this.frame.contentWindow || !Number.isFinite(height)) return;
        this.frame.style.height = `${Math.min(Math.max(height, 100), MOST)}px`;
      };
      addEventListener('message', this.hear);
    }

    disconnectedCallback() {
      removeEventListener('message', this.hear);
      this.frame = undefined;
    }
  }

  customElements.define('leader-calculator', LeaderCalculator);
})();
