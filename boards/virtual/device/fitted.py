"""What this house has, and what is in its circuit: for a person to change, as on a real board."""

FLUID = "R290"  # its pressure limits go with it; tools/bench writes the scenario's here
FLOW = True  # a water-flow meter
METER = True  # an electric meter
PRESSOSTAT = True  # a contact of the high-pressure switch
NOT_FITTED = ()  # wires of heatpump.wiring that lead nowhere, e.g. ("t_room", "heater")
