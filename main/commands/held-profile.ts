import { Fault } from "../../shared/model/fault.ts";

/**
 * Does work that needs a profile nobody holds. The Fault `PROFILE-IN-USE` says where the same is done on a desk, if it is
 * one that holds it: one journal has one writer, and that is the holder's.
 */
export async function onFreeProfile<T>(where: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "PROFILE-IN-USE") throw error;
    const remedy = `If a desk holds it, do it there, and it goes on trading: ${where}. Or close the desk, or wait until the command that holds it has ended, and run this again.`;
    throw new Fault(error.code, error.category, error.message, remedy, { cause: error });
  }
}
