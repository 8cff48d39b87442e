import { Fault } from "../../shared/model/fault.ts";

/**
 * Does work that needs a profile nobody holds. Where a desk holds it, the Fault `PROFILE-IN-USE` says where on that desk
 * the same is done: one journal has one writer, and that is the desk's.
 */
export async function onFreeProfile<T>(where: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "PROFILE-IN-USE") throw error;
    const remedy = `Do it on that desk, which goes on trading: ${where}. Or close the desk and run this again.`;
    throw new Fault(error.code, error.category, error.message, remedy, { cause: error });
  }
}
