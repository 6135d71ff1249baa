namespace Samagam.Simulation.Checks;

/// <summary>Every promise that is watched, one file each.</summary>
public static class AllCheckers
{
    public static IReadOnlyList<Checker> New() =>
    [
        new AcceptanceDecays(),
        new AcknowledgedIsDurable(),
        new AnswersAreOfOneEpoch(),
        new BoxFrom1970WinsNoClaim(),
        new BudgetsKept(),
        new CallIsNeverRefused(),
        new CapsHoldOrAreFlagged(),
        new DangerIsAvoided(),
        new DurableBeforeAdvertised(),
        new EndedStaysEnded(),
        new EpochIsDurableBeforeUse(),
        new EpochRises(),
        new ErasedNeverComesBack(),
        new EscalationNeverStops(),
        new GroupsConverge(),
        new HubFilesOnce(),
        new IdentityNeverReused(),
        new LadderIsHonest(),
        new LifeBeforeAllElse(),
        new LiftedStaysLifted(),
        new MergeOrderDoesNotMatter(),
        new NothingAcknowledgedIsLost(),
        new NotifiedAtMostOncePerIsland(),
        new OrdersEndInTime(),
        new PathsAgree(),
        new ProfilesConverge(),
        new ReceiptsOnlyGrow(),
        new SealedCallComesWithItsKey(),
        new SecondTapIsTheSameCase(),
        new SelfStaysHome(),
        new StagesSigned(),
        new StampsNeverRunBack(),
        new StandingClaimAgrees(),
        new WindowSurvivesRestart(),
        new ZonesAreAsFullAsSaid(),
    ];
}
