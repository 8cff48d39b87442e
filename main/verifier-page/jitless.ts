import { z } from "zod";

// The page forbids code made from text, which zod would otherwise compile its schemas to; it has to hear so first.
z.config({ jitless: true });
