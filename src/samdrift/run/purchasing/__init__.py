"""What the joint unit buys for all: licences, framework agreements, investments."""
