/*
 * Votes, epochs, config epochs, ordered failovers and changes of membership, of three coordinators and one group.
 * README.md beside this says which class of the core is which part of it; tests/model checks all of it.
 *
 * A step is atomic, as in the core: it changes the state, saves it, and then says what depends on it. A crash between
 * two of these is as good as one before it, or as the loss of what was said. What was ever said stays in the air: it may
 * arrive at any time, in any order, more than once, or never. Nothing is said of time: whoever may do something by some
 * timeout may do it now.
 *
 * What bounds it: EPOCHS, CRASHES, DISK_FAILURES, ORDERS, RESETS, REMONITORS, so many of each; QUORUM, of three.
 * BUG_…: a rule that does not hold. With any of them something must break.
 */

#ifndef EPOCHS
#define EPOCHS 2
#endif
#ifndef CRASHES
#define CRASHES 0
#endif
#ifndef DISK_FAILURES
#define DISK_FAILURES 0
#endif
#ifndef ORDERS
#define ORDERS 0
#endif
#ifndef RESETS
#define RESETS 0
#endif
#ifndef REMONITORS
#define REMONITORS 0
#endif
#ifndef QUORUM
#define QUORUM 2
#endif

#define N 3 /* coordinators 0 to 2; data nodes 0 to 2, of which 0 is the configured master */
#define NOBODY 3
#define ALL 7

#define IDLE 0
#define STANDING 1
#define LEADING 2

#define BIT(n) (1 << (n))
/* Something of an epoch, from 1, and one of three: a vote for a candidate, a configuration with a master. */
#define OF(epoch, which) BIT(((epoch) - 1) * N + (which))
#define ANY_OF(epoch) (ALL << (((epoch) - 1) * N))

typedef Coordinator {
  byte current;   /* the highest epoch it knows */
  byte voted;     /* the epoch of its last vote */
  byte leader;    /* for whom that was; NOBODY: it does not know */
  byte config;    /* the epoch of the configuration it follows */
  byte master;    /* and its master */
  byte known;     /* whom it counts a majority from, itself included */
  byte state;
  byte epoch;     /* in which it stands or leads */
  byte chosen;    /* what it has told to become master; NOBODY: nothing yet */
  bool isOrdered; /* an operator wants it */
  bool isUnsaved; /* its state can't be saved, and it knows that */

  byte savedCurrent;
  byte savedVoted;
  byte savedConfig;
  byte savedMaster;
  byte savedKnown;
};

Coordinator c[N];

/* What was ever said. */
short asked;    /* OF(epoch, candidate) */
short votes[N]; /* OF(epoch, candidate), by each */
short hellos;   /* OF(config epoch, master) */
byte epochs;    /* BIT(epoch) */

/* What is kept to be checked. */
byte elected[EPOCHS + 1];  /* who won the votes of an epoch, counted from 1; 0: nobody */
byte promoted[EPOCHS + 1]; /* BIT(node): told in this epoch to become master */
byte forced;               /* BIT(epoch): somebody went on in it without votes */
byte toldConfig[N];        /* the highest that each has told of, and saved */
byte toldCurrent[N];

bool hasBegun; /* somebody has stood for election */
byte crashes = CRASHES;
byte diskFailures = DISK_FAILURES;
byte orders = ORDERS;
byte resets = RESETS;
byte remonitors = REMONITORS;

/* Of the step that is being taken: who, of whom or which, in which epoch. */
hidden byte i;
hidden byte j;
hidden byte e;
hidden byte isSaved;

/* ---- Saving. ---- */

inline saveAll() {
  c[i].savedCurrent = c[i].current;
  c[i].savedVoted = c[i].voted;
  c[i].savedConfig = c[i].config;
  c[i].savedMaster = c[i].master;
  c[i].savedKnown = c[i].known
}

/* What depends on it is said only if it worked. */
inline save() {
  if
  :: c[i].isUnsaved -> isSaved = false
  :: !c[i].isUnsaved -> saveAll(); isSaved = true
  :: !c[i].isUnsaved && diskFailures > 0 -> diskFailures--; c[i].isUnsaved = true; isSaved = false
  fi
}

inline tellEpochs() {
  epochs = epochs | BIT(c[i].current);
  if
  :: c[i].config > 0 -> hellos = hellos | OF(c[i].config, c[i].master)
  :: else
  fi;
  if
  :: !c[i].isUnsaved -> toldConfig[i] = c[i].config; toldCurrent[i] = c[i].current
  :: else
  fi
}

/* ---- Votes. ---- */

#ifdef BUG_VOTES_UNSAVED
#define MAY_SWEAR(I) true
#else
#define MAY_SWEAR(I) (!c[I].isUnsaved)
#endif

#ifdef BUG_VOTES_TWICE
#define MAY_VOTE(I, E) (E >= c[I].voted && E >= c[I].current)
#else
#define MAY_VOTE(I, E) (E > c[I].voted && E >= c[I].current)
#endif

inline tellVote() {
  assert(!(votes[i] & ANY_OF(c[i].voted) & ~OF(c[i].voted, c[i].leader))); /* OneVotePerEpoch */
  votes[i] = votes[i] | OF(c[i].voted, c[i].leader)
}

/* i stands in a new epoch and votes for itself. */
inline stand() {
#ifdef BUG_NO_NEW_EPOCH
  e = (c[i].current > 0 -> c[i].current : 1);
#else
  e = c[i].current + 1;
#endif
  hasBegun = true;
  c[i].current = e;
  c[i].state = STANDING;
  c[i].epoch = e;
  if
  :: e > c[i].voted -> c[i].voted = e; c[i].leader = i
  :: else
  fi;
#ifdef BUG_CANDIDACY_NOT_SAVED
  isSaved = true;
#else
  save();
#endif
  if
  :: isSaved ->
    asked = asked | OF(e, i);
    tellEpochs();
    if
    :: c[i].leader == i && c[i].voted == e -> tellVote()
    :: else
    fi
  :: else
  fi
}

/* i has been asked by j for its vote in e. */
inline voteFor() {
  c[i].current = e;
  c[i].voted = e;
  c[i].leader = j;
#ifdef BUG_VOTE_NOT_SAVED
  isSaved = true;
#else
#ifdef BUG_VOTES_UNSAVED
  save();
  isSaved = true;
#else
  save();
#endif
#endif
  if
  :: isSaved -> tellVote(); tellEpochs()
  :: else
  fi
}

#define VOTERS(I) ((c[I].known & 1) + ((c[I].known >> 1) & 1) + ((c[I].known >> 2) & 1))
#ifdef BUG_QUORUM_IS_ENOUGH
#define NEEDED(I) 1
#else
#define NEEDED(I) (VOTERS(I) / 2 + 1 > QUORUM -> VOTERS(I) / 2 + 1 : QUORUM)
#endif

#ifdef BUG_OLD_VOTES_COUNT
#define VOTES_FOR(I) (OF(c[I].epoch, I) | OF(1, I))
#else
#define VOTES_FOR(I) OF(c[I].epoch, I)
#endif
#define VOTE_OF(I, V) (((c[I].known & BIT(V)) && (votes[V] & VOTES_FOR(I))) -> 1 : 0)
#define HAS_WON(I) ((VOTE_OF(I, 0)) + (VOTE_OF(I, 1)) + (VOTE_OF(I, 2)) >= NEEDED(I))

inline lead() {
  assert(elected[c[i].epoch] == 0 || elected[c[i].epoch] == i + 1); /* OneLeaderPerEpoch */
  elected[c[i].epoch] = i + 1;
  c[i].state = LEADING
}

/* ---- Failovers. ---- */

inline toIdle() {
  c[i].state = IDLE;
  c[i].epoch = 0;
  c[i].chosen = NOBODY;
  c[i].isOrdered = false
}

/* i tells the node j to become master. */
inline promote() {
  e = c[i].epoch;
  assert(c[i].savedVoted >= e); /* SavedBeforeTold */
  c[i].chosen = j;
  promoted[e] = promoted[e] | BIT(j);
  assert(promoted[e] == BIT(j) || (forced & BIT(e))) /* PublishedOnlyIfPromoted: an epoch has one */
}

/* The configuration of e, with the master j, is i's: it has seen the promotion, or heard of it. */
inline follow() {
  assert(e >= c[i].config); /* EpochsNeverDecrease */
  c[i].current = (e > c[i].current -> e : c[i].current);
#ifdef BUG_CONFIG_EPOCH_NOT_ADOPTED
  c[i].config = (c[i].state == LEADING -> e : c[i].config);
#else
  c[i].config = e;
#endif
  if
  :: c[i].master != j -> c[i].master = j; c[i].leader = NOBODY
  :: else
  fi;
  toIdle();
#ifdef BUG_SWITCH_NOT_SAVED
  isSaved = true;
#else
  save();
#endif
  if
  :: isSaved -> tellEpochs()
  :: !isSaved -> tellEpochs() /* as every two seconds */
  :: !isSaved
  fi;
  checkPublished();
  checkAgreement()
}

#ifdef BUG_OLDER_HELLO_BELIEVED
#define IS_NEWS(I, E) (E != c[I].config)
#else
#define IS_NEWS(I, E) (E > c[I].config)
#endif

/* ---- What happens to coordinators. ---- */

/* i dies, and starts from what it has saved. */
inline crash() {
  c[i].current = c[i].savedCurrent;
  c[i].voted = c[i].savedVoted;
  c[i].leader = NOBODY;
  c[i].config = c[i].savedConfig;
  c[i].master = c[i].savedMaster;
  c[i].known = c[i].savedKnown;
  c[i].isUnsaved = false;
  toIdle();
  /* EpochsNeverDecrease: what it has told of it knows. */
  assert(c[i].current >= toldCurrent[i]);
  assert(c[i].config >= toldConfig[i]);
  assert(!(votes[i] >> (c[i].voted * N)));
  checkAgreement()
}

inline forgetPeers() {
  c[i].known = BIT(i);
  c[i].leader = NOBODY;
  toIdle()
}

/* The group is removed and monitored anew: i does not know in which epochs it has voted. */
inline remonitor() {
  forgetPeers();
#ifdef BUG_MONITOR_FORGETS_VOTES
  c[i].voted = 0;
#else
  c[i].voted = c[i].current;
#endif
  c[i].config = 0;
  c[i].master = 0;
  toldConfig[i] = 0;
  save()
}

/* i can save again, and says what it has not said. */
inline recover() {
  c[i].isUnsaved = false;
  saveAll();
  tellEpochs();
  if
  :: c[i].leader != NOBODY && c[i].voted > 0 -> tellVote()
  :: else
  fi
}

/* ---- What must hold. ---- */

/* PublishedOnlyIfPromoted. */
inline checkPublished() {
  assert((c[i].config == 0 -> c[i].master == 0 : (promoted[c[i].config] & BIT(c[i].master)) != 0))
}

#define AGREE(I, J) \
  (c[I].config != c[J].config || c[I].master == c[J].master || (forced & BIT(c[I].config)))

/* Who follows a configuration of the same epoch follows the same one, unless somebody went on in it without votes. */
inline checkAgreement() {
  assert(AGREE(0, 1) && AGREE(1, 2) && AGREE(0, 2))
}

/* Nothing is left to happen: everybody has heard of the newest configuration. */
inline checkConvergence() {
  assert(c[0].config == c[1].config && c[1].config == c[2].config);
  checkAgreement()
}

/* ---- Everything that may happen next. ---- */

/* All are alike, so the first to stand is 0. */
#define MAY_STAND(I) (c[I].state == IDLE && c[I].current < EPOCHS && !c[I].isUnsaved && (hasBegun || I == 0))
#define MAY_GO_ON(I) (c[I].state == STANDING && !c[I].isUnsaved)
#define MAY_PROMOTE(I) (c[I].state == LEADING && c[I].chosen == NOBODY && !c[I].isUnsaved)
#define HAS_PROMOTED(I) (c[I].state == LEADING && c[I].chosen != NOBODY)
#define IS_ASKED(I, J, E) \
  ((asked & OF(E, J)) && MAY_SWEAR(I) && MAY_VOTE(I, E) && !(votes[I] & OF(E, J)))

/* Options of who takes a step, of whom and in which epoch. */
#define ANY_J(GUARD, I, E) \
  ::GUARD(I, 0, E) -> i = I; j = 0; e = E \
  ::GUARD(I, 1, E) -> i = I; j = 1; e = E \
  ::GUARD(I, 2, E) -> i = I; j = 2; e = E
#if EPOCHS > 2
#define ANY_E(GUARD, I) ANY_J(GUARD, I, 1) ANY_J(GUARD, I, 2) ANY_J(GUARD, I, 3)
#define HEARS_EPOCH(I) \
  ::(epochs & BIT(1)) && c[I].current < 1 -> i = I; e = 1 \
  ::(epochs & BIT(2)) && c[I].current < 2 -> i = I; e = 2 \
  ::(epochs & BIT(3)) && c[I].current < 3 -> i = I; e = 3
#else
#define ANY_E(GUARD, I) ANY_J(GUARD, I, 1) ANY_J(GUARD, I, 2)
#define HEARS_EPOCH(I) \
  ::(epochs & BIT(1)) && c[I].current < 1 -> i = I; e = 1 \
  ::(epochs & BIT(2)) && c[I].current < 2 -> i = I; e = 2
#endif
#define ANYBODY_OF_ANY_EPOCH(GUARD) if ANY_E(GUARD, 0) ANY_E(GUARD, 1) ANY_E(GUARD, 2) fi
#define ANYBODY(GUARD) if ::GUARD(0) -> i = 0 ::GUARD(1) -> i = 1 ::GUARD(2) -> i = 2 fi
#define ANYBODY_AND_ANYBODY(GUARD) if ANY_J(GUARD, 0, 0) ANY_J(GUARD, 1, 0) ANY_J(GUARD, 2, 0) fi

#define HEARS_HELLO(I, J, E) ((hellos & OF(E, J)) && IS_NEWS(I, E))
#define MEETS(I, J, E) (!(c[I].known & BIT(J)))
#define PROMOTES(I, J, E) (MAY_PROMOTE(I) && c[I].master != J)
#define MAY_LEAD(I) (MAY_GO_ON(I) && HAS_WON(I))
#define MAY_FORCE(I) (MAY_GO_ON(I) && c[I].isOrdered)
#define MAY_GIVE_UP(I) (c[I].state != IDLE)
#define IS_UNSAVED(I) (c[I].isUnsaved)
#define ANY_TIME(I) true

init {
  atomic {
    i = 0;
    do
    :: i < N ->
      c[i].leader = NOBODY;
      c[i].chosen = NOBODY;
      c[i].known = ALL;
      c[i].savedKnown = ALL;
      i++
    :: else -> break
    od;
    epochs = BIT(0)
  }

  do
  /* Elections. */
  :: atomic {
    ANYBODY(MAY_STAND);
    if
    :: true
    :: orders > 0 -> orders--; c[i].isOrdered = true
    fi;
    stand()
  }
  :: atomic { ANYBODY_OF_ANY_EPOCH(IS_ASKED); voteFor() }
  :: atomic { if HEARS_EPOCH(0) HEARS_EPOCH(1) HEARS_EPOCH(2) fi; c[i].current = e; save() }
  :: atomic { ANYBODY(MAY_LEAD); lead() }
  :: atomic { ANYBODY(MAY_FORCE); forced = forced | BIT(c[i].epoch); c[i].state = LEADING }
  :: atomic { ANYBODY(MAY_GIVE_UP); toIdle() }

  /* Failovers. */
  :: atomic { ANYBODY_AND_ANYBODY(PROMOTES); promote() }
  :: atomic {
    if
    :: atomic { ANYBODY(HAS_PROMOTED); e = c[i].epoch; j = c[i].chosen }
    :: atomic { ANYBODY_OF_ANY_EPOCH(HEARS_HELLO) }
    fi;
    follow()
  }

  /* Membership, and what goes wrong. */
  :: atomic { ANYBODY_AND_ANYBODY(MEETS); c[i].known = c[i].known | BIT(j); save() }
  :: atomic { resets > 0 -> ANYBODY(ANY_TIME); resets--; forgetPeers(); save() }
  :: atomic { remonitors > 0 -> ANYBODY(ANY_TIME); remonitors--; remonitor() }
  :: atomic { ANYBODY(IS_UNSAVED); recover() }
  :: atomic { crashes > 0 -> ANYBODY(ANY_TIME); crashes--; crash() }

  :: timeout -> atomic { checkConvergence(); break }
  od
}
