/** What is said of one household, as declarations of what can never be ask for it. */
import { monthsBetween } from "./calendar.js";

/** Day one of year one means never: it lies before nothing. */
const NEVER = -719162;

export class Stated {
  /** `told`: by key, what is given; `ranges`: by key, the least and greatest that something can be. */
  constructor(book, { roles, told, ranges }, day) {
    Object.assign(this, { book, roles, told, ranges, day });
  }

  /** The key of an input beside one of a member or of the household: that member's, or of the first role. */
  key(name, member) {
    if (!this.book.inputs[name]?.personal) return name;
    return `${member ?? this.roles.indexOf(this.book.roles[0])}.${name}`;
  }

  /** The least (0) or the most (1) that an input can be; null if nothing is said of it. */
  end(name, member, which) {
    const key = this.key(name, member);
    const value = this.told[key] ?? this.ranges[key]?.[which] ?? null;
    return value === NEVER && this.book.inputs[name].kind === "date" ? null : value;
  }

  /** Whether it is said to have a value. */
  says(name, member, value) {
    return this.end(name, member, 0) === value && this.end(name, member, 1) === value;
  }

  /** The members who count for certain, or who may count: all, or those of a role and an age. */
  counted({ role, born, years, besides }, sure) {
    return this.roles.flatMap((each, member) => {
      if (role !== null && role !== each) return [];
      if (!born) return [member];
      const young = this.young(born, years, member, besides ? !sure : sure);
      return (besides ? !young : young) ? [member] : [];
    });
  }

  young(born, years, member, sure) {
    const day = this.end(born, member, sure ? 0 : 1);
    return day === null ? !sure : Math.floor(monthsBetween(day, this.day) / 12) < years;
  }

  /** How few a count can be by the members listed, together with those whom another input counts. */
  fewest(count) {
    const listed = this.counted(count, true).length;
    const others = count.besides ? this.end(count.besides, null, 0) : null;
    return others === null ? listed : listed > 0 ? listed + others : 0;
  }

  /** How many it can be, if all members are listed; else null. */
  most(count) {
    return count.besides || !this.says(count.listed, null, 1) ? null : this.counted(count, false).length;
  }
}
