"""What is stored of purchasing: licences, suppliers and framework agreements, investments."""
