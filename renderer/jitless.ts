import { z } from "zod";

// The page forbids code made from text, which zod would otherwise compile its schemas to. It looks when a schema is
// made, so this module has to be the first import of a page.
z.config({ jitless: true });
