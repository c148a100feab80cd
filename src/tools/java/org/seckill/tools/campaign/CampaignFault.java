package org.seckill.tools.campaign;

import java.util.Arrays;
import java.util.List;

/** What can go wrong where. */
record CampaignFault(FaultTarget place, FaultKind kind) {
    /** All that make sense. */
    static final List<CampaignFault> ALL = Arrays.stream(FaultTarget.values())
            .flatMap(place -> Arrays.stream(FaultKind.values())
                    .filter(kind -> kind.befalls(place))
                    .map(kind -> new CampaignFault(place, kind)))
            .toList();

    CampaignFault {
        if (!kind.befalls(place)) {
            throw new IllegalArgumentException(kind + " at " + place);
        }
    }
}
