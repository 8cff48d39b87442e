import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";
import { loadMessages, type MessageCatalogue } from "../../renderer/i18n/t.ts";

const catalogues = import.meta.glob<Record<string, MessageCatalogue>>("../../renderer/**/messages.ts", { eager: true });
for (const module of Object.values(catalogues)) for (const catalogue of Object.values(module)) loadMessages(catalogue);

configure({ asyncUtilTimeout: 10_000 });

// What jsdom leaves out and the page needs to lay itself out.
function fillIn(): void {
  class Observer {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
    takeRecords(): [] {
      return [];
    }
  }
  // Not as stubs: a test that puts its own stubs away must not take these along.
  Object.assign(globalThis, {
    ResizeObserver: Observer,
    IntersectionObserver: Observer,
    CSS: { escape: (text: string) => text.replace(/["\\]/g, "\\$&"), supports: () => false },
  });
  window.matchMedia = (query: string) =>
    Object.assign(new EventTarget(), {
      matches: false,
      media: query,
      onchange: null,
      addListener() {},
      removeListener() {},
    }) as unknown as MediaQueryList;
  Element.prototype.scrollIntoView = () => {};
  Element.prototype.checkVisibility = function () {
    return this.isConnected;
  };
  Element.prototype.getAnimations = () => [];
}
// A test that asks for Node's own environment has none of it.
if (typeof window !== "undefined") fillIn();

afterEach(cleanup);
